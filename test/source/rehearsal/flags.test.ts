import {expect, test} from 'vitest';
import {newDefinition} from '../../../source/lab/defaults.js';
import {deriveLab} from '../../../source/lab/derive.js';
import {makePlan, stepsOf} from '../../../source/plan/plan.js';
import {planRewind} from '../../../source/plan/rewind.js';
import {cloudMachine} from '../../../source/rehearsal/cloud/image.js';
import {openRehearsal} from '../../../source/rehearsal/open.js';
import {installPackage} from '../../../source/rehearsal/packages/install.js';
import {packagesOf} from '../../../source/rehearsal/packages/index.js';
import {programText} from '../../../source/rehearsal/packages/program-file.js';
import {programs} from '../../../source/rehearsal/programs/index.js';
import {rootOf, runScript} from '../../../source/rehearsal/script.js';
import {rootFiles} from '../../../source/rehearsal/systemd/units.js';
import {quote} from '../../../source/shell/quote.js';
import {type Argv, callsIn} from './commands.js';
import {attendedLabs} from './covering-labs.js';

/**
Programs whose options are the interpreter's own to read, or that have none to misspell.
*/
const others = new Set(['bash', 'grep', 'trap', 'umask', 'dw-compgen', 'env', 'sleep', 'tail', 'hostname', 'id', 'uname', 'getent', 'dpkg']);

/**
First words that name what a program shall do.
*/
const hasSubcommand = new Set(['helm', 'kubeadm', 'kubectl', 'podman', 'skopeo', 'systemctl', 'virsh', 'dnf', 'apt-get', 'apt-mark', 'nmcli', 'ovs-vsctl', 'ovs-ofctl', 'ovs-appctl', 'networkctl', 'resolvectl', 'udevadm', 'qemu-img', 'git', 'ip', 'nft', 'crictl']);

/**
Options of these that take the next word.
*/
const valued = new Set(['--kubeconfig', '-n', '-c', '-C', '-f', '-o', '-t', '-O', '--columns', '--connect']);

const scripts = (): ReadonlySet<string> => new Set([
	...plansOf('offload', {GUEST_FAMILY: 'fedora', KUBERNETES_IN: 'nodes', OVNK_FROM: 'built'}),
	...plansOf('full', {GUEST_FAMILY: 'debian', KUBERNETES_IN: 'nodes', RUNTIME: 'containerd'}),
	...Object.values(attendedLabs).flatMap(({PROFILE, ...values}) => plansOf(PROFILE, values)),
]);

function plansOf(PROFILE: string, values: Readonly<Record<string, string>>): readonly string[] {
	const lab = deriveLab(newDefinition('flags', {server: 'rehearsal', variables: {PROFILE, ...values}}));
	const back = values.SNAPSHOTS === 'true' ? stepsOf(planRewind(lab, 'launch', '2026-01-01T00:00:00.000Z')) : [];
	return [...stepsOf(makePlan(lab)), ...back].flatMap(({probe, commands, undo, gone}) => [probe, ...commands, ...undo, ...(gone ? [gone] : [])].map(({text}) => text));
}

test('a stand-in refuses every option and subcommand of the catalogue that is misspelt', async () => {
	const calls = new Map([...scripts()].flatMap(script => callsIn(script)).map(argv => [shapeOf(argv), argv]));
	const wrong = new Map(calls.values().filter(([program]) => !others.has(program)).flatMap(argv => misspelt(argv)).map(each => [`${each.argv[0]} ${each.word}`, each] as const));
	const shell = everything();
	const accepted: string[] = [];
	for (const {argv, word} of wrong.values()) {
		const {status, output} = await shell(argv.map(each => quote(each)).join(' '));
		if (status === 0 || !output.includes(word)) {
			accepted.push(`${argv.join(' ').slice(0, 160)} => ${status} ${output.slice(0, 160)}`);
		}
	}

	expect(accepted).toEqual([]);
	expect(wrong.size).toBeGreaterThan(150);
	const seen = new Set(calls.values().map(([program]) => program));
	expect(['kubeadm', 'kubectl', 'helm', 'skopeo', 'rpm', 'dpkg-query', 'df', 'debmirror', 'podman', 'tar', 'git', 'make', 'ovs-vsctl', 'nmcli', 'ip', 'virsh', 'systemctl'].filter(program => !seen.has(program))).toEqual([]);
}, 120_000);

const shapeOf = ([program, ...words]: Argv): string => [program, ...words.map(word => word.startsWith('-') ? word.split('=', 1)[0]! : '')].join(' ');

type Misspelt = {readonly argv: Argv; readonly word: string};

function misspelt(argv: Argv): readonly Misspelt[] {
	const end = argv.indexOf('--');
	const at = (index: number, word: string, shown: string): Misspelt => ({argv: argv.map((each, position) => position === index ? word : each) as unknown as Argv, word: shown});
	const options = argv.flatMap((word, index) => {
		if (index === 0 || word === '--' || (end !== -1 && index >= end && argv[0] !== 'ovs-vsctl') || !/^-[\-A-Za-z]/v.test(word)) {
			return [];
		}

		const [name = '', ...value] = word.split('=');
		const [wrong, shown] = word.startsWith('--') ? [[`${name}q`, ...value].join('='), `${name.slice(2)}q`] : [`-Q${word.slice(2)}`, 'Q'];
		return [at(index, wrong, shown)];
	});
	const verb = hasSubcommand.has(argv[0]) ? argv.findIndex((word, index) => index > 0 && !word.startsWith('-') && !valued.has(argv[index - 1]!)) : -1;
	return [...options, ...(verb === -1 || !/^[\-a-z]+$/v.test(argv[verb]!) ? [] : [at(verb, `${argv[verb]!}q`, `${argv[verb]!}q`)])];
}

/**
A shell of root's on a machine that has every program.
*/
function everything() {
	const {rehearsal} = openRehearsal({speed: Infinity});
	const machine = cloudMachine('fedora');
	machine.name = 'everything';
	rehearsal.world.nodes.set(machine.name, machine);
	for (const family of ['fedora', 'debian'] as const) {
		for (const name of packagesOf(family).keys()) {
			installPackage(machine, name);
		}
	}

	const files = rootFiles(machine);
	for (const name of programs.keys()) {
		if (!files.exists(`/usr/bin/${name}`) && !files.exists(`/usr/sbin/${name}`)) {
			files.write(`/usr/bin/${name}`, programText(`/usr/bin/${name}`), {mode: 0o755});
		}
	}

	return async (text: string) => {
		let output = '';
		const status = await runScript(text, {
			rehearsal,
			machine,
			user: rootOf(machine),
			signal: new AbortController().signal,
			onOutput(_stream, bytes) {
				output += new TextDecoder().decode(bytes);
			},
		});
		return {status, output};
	};
}
