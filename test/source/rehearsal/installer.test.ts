import {expect, test} from 'vitest';
import {installerOf} from '../../../source/lab/installer.js';
import {clickThrough} from '../../../source/rehearsal/cloud/installer.js';
import {startDomain, stopDomain} from '../../../source/rehearsal/libvirt/run-domain.js';
import {attendedLabs} from './covering-labs.js';
import {type RehearsedLab, rehearsedLab} from './harness.js';
import {shellOn} from './shell.js';

/**
What the manual step tells a person to do.
*/
async function installByHand(lab: RehearsedLab): Promise<void> {
	const {rehearsal} = lab;
	const {name} = installerOf(lab.session.plan.lab);
	const domain = rehearsal.world.libvirt.domains.get(name)!;
	const screen = await shellOn(lab)('server', `virsh vncdisplay ${name}`);
	expect(screen.output).toBe('127.0.0.1:0\n\n');
	clickThrough(domain, 'person', rehearsal.world);
	stopDomain(domain, rehearsal);
	startDomain(domain, rehearsal);
	await lab.settled();
	const finished = await shellOn(lab)(name, 'sudo mount LABEL=DPU_WIZARD /mnt && sudo bash /mnt/finish.sh', 'person');
	expect(finished.status, finished.output).toBe(0);
	await lab.settled();
}

test.each(['installed Fedora', 'installed Debian'] as const)('a lab of an %s takes what a person installed over VNC in the place of the cloud image, and believes nobody who only says so', async name => {
	const lab = rehearsedLab({variables: attendedLabs[name]});
	const stages = ['base-vm', 'gateway'];
	const {steps} = lab.session.plan.stages.find(({id}) => id === 'base-vm')!;
	const asked: string[] = [];
	const first = await lab.runSteps(steps, {
		async onTrouble({step, reason}) {
			asked.push(`${step.id}: ${reason.split('. ', 1)[0]!}`);
			if (step.id !== 'base-vm.install') {
				return {kind: 'stop'};
			}

			if (asked.length === 2) {
				await installByHand(lab);
			}

			return {kind: asked.length > 2 ? 'stop' : 'mark-done'};
		},
	});
	expect({state: first.state, asked}).toEqual({state: 'done', asked: Array.from({length: 2}, () => 'base-vm.install: In another terminal: dpu-wizard tunnel vnc')});
	const gateway = await lab.run({stages: ['gateway']});
	expect({state: gateway.state, trouble: gateway.trouble}).toEqual({state: 'done', trouble: undefined});
	const again = await lab.run({stages});
	expect(new Set(again.ends.values())).toEqual(new Set(['already done']));
	// The person's account and the installer's network are not the clones'.
	const account = await shellOn(lab)('gw-1', 'test -e /etc/NetworkManager/system-connections/enp1s0.nmconnection || test -e /etc/network/interfaces');
	expect(account.status).not.toBe(0);
	expect(lab.rehearsal.world.libvirt.domains.has(installerOf(lab.session.plan.lab).name)).toBe(false);
}, 300_000);
