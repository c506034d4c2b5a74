import {expect, test} from 'vitest';
import {stepsOf} from '../../../source/plan/plan.js';
import {planRewind} from '../../../source/plan/rewind.js';
import {attendedLabs} from './covering-labs.js';
import {rehearsedLab} from './harness.js';
import {runToTheEnd} from './journey.js';
import {tearDown} from './undone.js';
import {shellOn} from './shell.js';

test('a lab with snapshots keeps each stage, and goes back to one with disks, definitions and clusters as they were', async () => {
	const lab = rehearsedLab({variables: attendedLabs.snapshots});
	const {session, rehearsal: {world}} = lab;
	await runToTheEnd(lab, {parallel: 8});
	const {snapshots, diskBytes} = await session.snapshots();
	expect(snapshots.map(({stage, nodes}) => `${stage} of ${nodes.length}`)).toEqual(['gateway of 1', 'cni of 1', ...['remaining-vms', 'cni-networking', 'launch', 'dpu-plumbing', 'verification'].map(stage => `${stage} of ${session.plan.lab.nodes.length}`)]);
	expect(diskBytes).toBeGreaterThan(snapshots.at(-1)!.memoryBytes);

	const shell = shellOn(lab);
	const {name} = session.plan.lab.infra.controller;
	await shell(name, 'echo later >/root/made-later && rm /etc/kubernetes/admin.conf');
	const clusters = structuredClone(world.clusters);
	world.clusters.clear();
	const {bootedAt} = world.nodes.get(name)!;
	const rewind = stepsOf(planRewind(session.plan.lab, 'launch', '2026-01-01T00:00:00.000Z'));
	const {state, trouble} = await lab.runSteps(rewind);
	expect({state, trouble}).toEqual({state: 'done', trouble: undefined});
	const look = await shell(name, '! test -e /root/made-later && test -e /etc/kubernetes/admin.conf');
	expect(look.status).toBe(0);
	expect(world.clusters.keys().toArray().toSorted()).toEqual(clusters.keys().toArray().toSorted());
	expect(world.nodes.get(name)!.bootedAt).toBe(bootedAt);
	expect(Math.abs(world.nodes.get(name)!.clockOffset)).toBeLessThan(2000);
	const left = await session.snapshots();
	expect(left.snapshots.map(({stage}) => stage)).toEqual(['gateway', 'cni', 'remaining-vms', 'cni-networking', 'launch']);

	const again = await lab.runSteps(rewind);
	expect(again.ends.values().toArray()).toEqual(['already done']);
	const onward = await lab.run();
	expect({state: onward.state, trouble: onward.trouble}).toEqual({state: 'done', trouble: undefined});
	const stageOf = new Map(stepsOf(session.plan).map(({id, stage}) => [id, stage]));
	const anew = [...onward.ends].filter(([, end]) => end === 'done').map(([id]) => stageOf.get(id));
	expect(new Set(anew)).toEqual(new Set(['dpu-plumbing', 'verification']));

	const back = await lab.runSteps(stepsOf(planRewind(session.plan.lab, 'gateway', '2026-01-01T00:00:01.000Z')));
	expect({state: back.state, trouble: back.trouble}).toEqual({state: 'done', trouble: undefined});
	expect(world.libvirt.domains.keys().toArray()).toEqual([session.plan.lab.gateway.name]);
	await tearDown(lab);
}, 600_000);
