import {spawn, spawnSync} from 'node:child_process';
import {rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {performance} from 'node:perf_hooks';
import process from 'node:process';
import type {Bench} from '../bench.js';
import type {Measurement} from '../measurement.js';
import {spent} from '../processes.js';
import {stepTimes} from '../step-times.js';
import type {WrittenStep} from '../written-step.js';

const count = 20;

// One after another, the first of them to warm up.
const chain = (directory: string): readonly WrittenStep[] => Array.from({length: count + 1}, (_, index) => ({
	id: `step-${index}`,
	needs: index === 0 ? [] : [`step-${index - 1}`],
	probe: `test -e ${directory}/made-${index}`,
	command: `echo making; touch ${directory}/made-${index}`,
}));

export const trivialStep: Measurement = {
	name: 'trivial-step',
	title: 'A trivial step on the server: probe, command, proof',
	rounds: 5,
	ours: ['step'],
	budgets: [
		{
			what: 'a step', value: 'step', per: 'ssh, three commands', atMost: 4,
		},
		{
			what: 'a step', value: 'step', per: 'Ansible, pipelined task', atMost: 1 / 7,
		},
	],
	async open(bench) {
		const laboratory = await bench.laboratory();
		const lab = await laboratory.newLab(await bench.subject('engine'), {steps: chain});
		const [file, ...argv] = laboratory.ssh;
		const ssh = async () => {
			let sum = 0;
			for (let index = 0; index < count; index++) {
				const made = path.join(lab.directory, `by-ssh-${index}`);
				rmSync(made, {force: true});
				for (const command of [`test ! -e ${made}`, `echo making; touch ${made}`, `test -e ${made}`]) {
					sum += await spent(file!, [...argv, command]);
				}
			}

			return sum / count;
		};

		const step = async () => {
			for (let index = 0; index <= count; index++) {
				rmSync(path.join(lab.directory, `made-${index}`), {force: true});
			}

			const times = await stepTimes(lab, ['run', '--yes', '--json']);
			return (times.finished(`step-${count}`) - times.finished('step-0')) / count;
		};

		const hasAnsible = spawnSync('ansible-playbook', ['--version'], {stdio: 'ignore'}).status === 0;
		return {
			missing: hasAnsible ? [] : ['Ansible is not on this machine, so its tasks are not measured. Install it: apt-get install --no-install-recommends ansible-core'],
			round: async () => ({
				'ssh, three commands': await ssh(),
				step: await step(),
				...(hasAnsible && {'Ansible, pipelined task': await ansibleTask(bench)}),
			}),
		};
	},
};

// From the banner of the second task to that of what follows the last: the first one connects.
async function ansibleTask(bench: Bench): Promise<number> {
	const {server, sshConfig} = await bench.laboratory();
	const file = (name: string) => path.join(bench.directory, name);
	const made = (index: number) => file(`by-ansible-${index}`);
	for (let index = 0; index <= count; index++) {
		rmSync(made(index), {force: true});
	}

	writeFileSync(file('inventory'), `server ansible_host=127.0.0.1 ansible_port=${server.port} ansible_user=${server.user} ansible_python_interpreter=/usr/bin/python3\n`);
	writeFileSync(file('playbook.json'), JSON.stringify([{
		hosts: 'all',
		gather_facts: false,
		tasks: Array.from({length: count + 1}, (_, index) => ({name: `number ${index}`, 'ansible.builtin.shell': {cmd: `echo making; touch ${made(index)}`, creates: made(index)}})),
	}]));
	const child = spawn('ansible-playbook', ['-i', file('inventory'), file('playbook.json')], {
		stdio: ['ignore', 'pipe', 'pipe'],
		env: {
			...process.env,
			ANSIBLE_PIPELINING: '1',
			ANSIBLE_NOCOLOR: '1',
			ANSIBLE_HOST_KEY_CHECKING: '1',
			ANSIBLE_LOCAL_TEMP: file('ansible'),
			ANSIBLE_SSH_ARGS: `-F ${sshConfig} -o ControlMaster=auto -o ControlPersist=60s`,
			PYTHONUNBUFFERED: '1',
		},
	});
	let text = '';
	let [from, to] = [0, 0];
	const onOutput = (chunk: Uint8Array) => {
		text += String(chunk);
		from ||= text.includes('TASK [number 1]') ? performance.now() : 0;
		to ||= text.includes('PLAY RECAP') ? performance.now() : 0;
	};

	child.stdout.on('data', onOutput);
	child.stderr.on('data', onOutput);
	const code = await new Promise((resolve, reject) => {
		child.once('error', reject);
		child.once('close', resolve);
	});
	if (code !== 0 || from === 0 || to === 0) {
		throw new Error(`ansible-playbook ended with ${String(code)}: ${text.slice(-2000)}`);
	}

	return (to - from) / count;
}
