import {bridgesOf} from '../ovs/bridges.js';
import {
	isSwitching,
	servedDatabase,
	textOf,
} from '../ovs/database.js';
import {type Io, type Program, Refusal} from '../program.js';
import {readOptions} from '../usage.js';

const verbs: Readonly<Record<string, (io: Io) => void>> = {
	version(io) {
		io.say('ovs-vswitchd (Open vSwitch) 3.5.0');
	},
	'list-commands'(io) {
		io.say(['The available commands are:', ...Object.keys(verbs).toSorted().map(name => `  ${name}`)].join('\n'));
	},
	'dpif/show'(io) {
		io.say('system@ovs-system: hit:0 missed:0');
		for (const {name, ports} of bridgesOf(servedDatabase(io.machine)!)) {
			io.say(`  ${name}:`);
			for (const each of ports.flatMap(({interfaces}) => interfaces)) {
				io.say(`    ${textOf(each, 'name')} ${textOf(each, 'ofport')}/${each.type === 'patch' ? 'none' : textOf(each, 'ofport')}: (${each.type === undefined ? 'system' : textOf(each, 'type')})`);
			}
		}
	},
};

export const ovsAppctl: Program = (argv, io) => {
	const given = readOptions(argv, {
		values: [['-t', '--target'], ['-T', '--timeout']],
		unknown: word => new Refusal(word.startsWith('--') ? `ovs-appctl: unrecognized option '${word}'` : `ovs-appctl: invalid option -- '${word.slice(1)}'`),
		stopsAtWord: true,
	});
	const target = given.value('--target') ?? 'ovs-vswitchd';
	const [name] = given.words;
	if (name === undefined) {
		throw new Refusal('ovs-appctl: at least one non-option argument is required (use --help for help)');
	}

	if (target !== 'ovs-vswitchd' || !io.isRoot || !isSwitching(io.machine)) {
		throw new Refusal(`ovs-appctl: cannot read pidfile "/var/run/openvswitch/${target}.pid" (${io.isRoot ? 'No such file or directory' : 'Permission denied'})`);
	}

	const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined;
	if (!verb) {
		throw new Refusal(`"${name}" is not a valid command (use "list-commands" to see a list of valid commands)\novs-appctl: ovs-vswitchd: server returned an error`, 2);
	}

	verb(io);
	return 0;
};
