import {expect, test} from 'vitest';
import type {Step} from '../../../source/plan/step.js';
import {changedPlaces, Schedule} from '../../../source/run/schedule.js';
import {at, looking, sh} from '../../../source/shell/command.js';
import {onNode, remoteServer} from '../../../source/shell/place.js';

const aStep = (id: string, needs: readonly string[] = [], more: Partial<Step> = {}): Step => ({
	id, kind: id, stage: 'test', title: id, why: 'A test.', place: onNode(id), needs, probe: sh`true`, commands: [sh`true`], undo: [], optional: false, ...more,
});

const unknown = () => undefined;

function startAll(schedule: Schedule): string[] {
	const started: string[] = [];
	for (let step = schedule.take(); step; step = schedule.take()) {
		schedule.started(step);
		started.push(step.id);
	}

	return started;
}

test('what has the longest chain behind it comes first, by depth while nothing was timed', () => {
	const steps = [aStep('short'), aStep('a'), aStep('b', ['a']), aStep('c', ['b'])];
	expect(startAll(new Schedule({steps, parallel: 2, usualDuration: unknown}))).toEqual(['a', 'short']);
});

test('what usually takes longest counts, once it is known', () => {
	const steps = [aStep('a'), aStep('b', ['a']), aStep('slow')];
	const usual: Record<string, number> = {a: 1000, b: 1000, slow: 60_000};
	expect(startAll(new Schedule({steps, parallel: 8, usualDuration: id => usual[id]}))).toEqual(['slow', 'a']);
});

test('one at a time, the plan\'s order counts and nothing else', () => {
	const steps = [aStep('short'), aStep('a'), aStep('b', ['a'])];
	const schedule = new Schedule({steps, parallel: 1, usualDuration: unknown});
	expect(startAll(schedule)).toEqual(['short']);
	schedule.ended(steps[0]!);
	expect(startAll(schedule)).toEqual(['a']);
});

test('a step waits for its needs, and for every place that it changes', () => {
	const steps = [
		aStep('a'),
		aStep('b', ['a']),
		aStep('also at a', [], {place: remoteServer, commands: [sh`true`, at(onNode('a'), sh`true`)]}),
		aStep('for a', [], {place: remoteServer, node: 'a'}),
		aStep('c'),
	];
	const schedule = new Schedule({steps, parallel: 8, usualDuration: unknown});
	expect(startAll(schedule)).toEqual(['a', 'c']);
	schedule.ended(steps[0]!);
	expect(startAll(schedule)).toEqual(['b', 'also at a']);
	schedule.ended(steps[2]!);
	expect(startAll(schedule)).toEqual(['for a']);
	expect(schedule.waiting).toEqual([]);
});

test('what needs a step that did not end well never starts', () => {
	const steps = [aStep('a'), aStep('b', ['a'])];
	const schedule = new Schedule({steps, parallel: 8, usualDuration: unknown});
	startAll(schedule);
	schedule.ended(steps[0]!, false);
	expect(startAll(schedule)).toEqual([]);
	expect(schedule.waiting).toEqual([steps[1]]);
});

test('what is known to be done waits for no place and counts for nothing', () => {
	const steps = [aStep('a', [], {place: remoteServer}), aStep('b', [], {place: remoteServer}), aStep('c')];
	const schedule = new Schedule({steps, parallel: 2, usualDuration: unknown});
	schedule.started(schedule.take()!);
	expect(schedule.take(step => step.id === 'b')).toBe(steps[1]);
});

test('a step changes the places of its commands and its own node', () => {
	expect([...changedPlaces(aStep('x', [], {place: remoteServer, node: 'infra-2', commands: [at(onNode('tenant-2'), sh`true`)]}))].toSorted()).toEqual(['node:infra-2', 'node:tenant-2']);
});

test('a step that runs alone waits for all that stands before it, and what stands after it waits for it', () => {
	const steps = [aStep('a'), aStep('b'), aStep('alone', ['a'], {isAlone: true}), aStep('c')];
	const schedule = new Schedule({steps, parallel: 8, usualDuration: unknown});
	expect(startAll(schedule)).toEqual(['a', 'b']);
	schedule.ended(steps[0]!);
	expect(startAll(schedule)).toEqual([]);
	schedule.ended(steps[1]!);
	expect(startAll(schedule)).toEqual(['alone']);
	schedule.ended(steps[2]!);
	expect(startAll(schedule)).toEqual(['c']);
});

test('what only looks or waits keeps nobody else from its place', () => {
	const steps = [
		aStep('waits', [], {place: remoteServer, node: 'a', commands: [looking(sh`true`)]}),
		aStep('also waits', [], {place: remoteServer, node: 'b', commands: [looking(sh`true`)]}),
		aStep('changes', [], {place: remoteServer, commands: [sh`true`]}),
	];
	expect(startAll(new Schedule({steps, parallel: 8, usualDuration: unknown}))).toEqual(['waits', 'also waits', 'changes']);
});

test('a step that only follows what goes on gives its places away, and has them back when they are free', () => {
	const steps = [aStep('bake', [], {place: remoteServer}), aStep('other', [], {place: remoteServer}), aStep('third', [], {place: remoteServer})];
	const schedule = new Schedule({steps, parallel: 8, usualDuration: unknown});
	expect(startAll(schedule)).toEqual(['bake']);
	schedule.letGo(steps[0]!);
	expect(startAll(schedule)).toEqual(['other']);
	expect(schedule.takeBack(steps[0]!)).toBe(false);
	schedule.ended(steps[1]!);
	expect(schedule.takeBack(steps[0]!)).toBe(true);
	expect(startAll(schedule)).toEqual([]);
	schedule.ended(steps[0]!);
	expect(startAll(schedule)).toEqual(['third']);
});
