import {expect, test} from 'vitest';
import {teardownSteps} from '../../../source/plan/teardown.js';
import {installPackage} from '../../../source/rehearsal/packages/install.js';
import {attendedLabs} from './covering-labs.js';
import {rehearsedLab} from './harness.js';
import {shellOn} from './shell.js';

test.each(['fedora', 'debian'] as const)('a gateway of Fedora serves with its distribution\'s registry, and a %s server is left with the packages that it had', async serverFamily => {
	const lab = rehearsedLab({variables: attendedLabs['Fedora\'s own registry']}, {serverFamily});
	const {rehearsal: {world}, session} = lab;
	const shell = shellOn(lab);
	// Of before: it must stay, though the lab wants it too.
	installPackage(world.server, 'jq');
	const before = world.server.packages.keys().toArray().toSorted();
	const first = await lab.run({stages: ['base-vm', 'gateway']});
	expect({state: first.state, trouble: first.trouble}).toEqual({state: 'done', trouble: undefined});
	const tools = await lab.run({only: ['cni.tools']});
	expect({state: tools.state, trouble: tools.trouble}).toEqual({state: 'done', trouble: undefined});
	const again = await lab.run({stages: ['base-vm', 'gateway']});
	expect(new Set(again.ends.values())).toEqual(new Set(['already done']));
	const registry = await shell('gw-1', 'rpm -q docker-distribution && systemctl is-active docker-distribution');
	expect(registry).toEqual({status: 0, output: 'docker-distribution-1.0-1.fc44.x86_64\nactive\n'});
	expect(world.server.packages.keys().toArray().toSorted()).not.toEqual(before);

	const steps = teardownSteps(session.plan, 'everything and packages');
	const {state, trouble} = await lab.runSteps(steps);
	expect({state, trouble}).toEqual({state: 'done', trouble: undefined});
	expect(world.server.packages.keys().toArray().toSorted()).toEqual(before);
	const left = await shell('server', 'command -v jq curl && ! command -v virsh && ! test -e /var/lib/dpu-wizard');
	expect(left.status).toBe(0);
	const gone = await lab.runSteps(steps);
	expect(new Set(gone.ends.values())).toEqual(new Set(['already done']));
}, 300_000);
