import {expect, test} from 'vitest';
import {type RehearsedLab, rehearsedLab} from './harness.js';
import {shellOn} from './shell.js';

const folder = '/srv/mirror';

/**
Fills the folder on the person's machine, and brings it to the server as the last step of the stage tells a person to.
*/
async function fill(lab: RehearsedLab): Promise<void> {
	const {steps} = lab.session.plan.stages.find(({id}) => id === 'mirror')!;
	const asked: string[] = [];
	const {state, trouble} = await lab.runSteps(steps, {
		async onTrouble({step: {id}, reason}) {
			asked.push(id);
			if (id !== 'mirror.bring' || asked.length > 1) {
				return {kind: 'stop'};
			}

			expect(reason).toContain('~/dpu-wizard-mirror');
			const {local, server} = lab.rehearsal.world;
			const entries = (machine: typeof local, ...path: readonly string[]) => {
				let inode = machine.root;
				for (const name of path) {
					const found = inode.entries.get(name);
					expect(found?.kind, name).toBe('directory');
					inode = found as typeof inode;
				}

				return inode.entries;
			};

			const filled = entries(local, 'home', 'you').get('dpu-wizard-mirror')!;
			await shellOn(lab)('server', `mkdir -p ${folder}`);
			entries(server, 'srv').set('mirror', structuredClone({...filled, mode: 0o755}));
			return {kind: 'mark-done'};
		},
	});
	expect({state, asked, trouble: state === 'done' ? undefined : trouble}).toEqual({state: 'done', asked: ['mirror.bring'], trouble: undefined});
	const again = await lab.runSteps(steps);
	expect([...again.ends].filter(([, end]) => end !== 'already done')).toEqual([]);
}

/**
What the server needs before its cable is pulled out.
*/
async function pullOut(lab: RehearsedLab): Promise<void> {
	const {state, trouble} = await lab.run({only: ['base-vm.packages']});
	expect({state, trouble}).toEqual({state: 'done', trouble: undefined});
	const python = await shellOn(lab)('server', '{ command -v dnf >/dev/null && dnf install -y python3; } || { apt-get update && apt-get install -y python3; }');
	expect(python.status, python.output).toBe(0);
	delete lab.rehearsal.world.server.network.links.get('eno1')!.wire;
	const cut = await shellOn(lab)('server', 'curl -fsS https://get.helm.sh/helm-v3.19.0-linux-amd64.tar.gz');
	expect(cut.output).toContain('Could not resolve host');
}

test('a lab whose server has no way to the internet takes everything from a folder, offload and its clusters too', async () => {
	const lab = rehearsedLab({variables: {MIRROR: folder, PROFILE: 'offload', NUM_VF: '3', REGISTRY_FROM: 'container'}});
	await fill(lab);
	await pullOut(lab);
	const stages = ['base-vm', 'gateway', 'kubernetes', 'cni', 'remaining-vms', 'cni-networking', 'launch', 'dpu-plumbing'];
	const first = await lab.run({stages});
	expect({state: first.state, trouble: first.trouble}).toEqual({state: 'done', trouble: undefined});
	const second = await lab.run({stages});
	expect([...second.ends].filter(([, end]) => end !== 'already done')).toEqual([]);
}, 600_000);
