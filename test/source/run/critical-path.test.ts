import {expect, test} from 'vitest';
import type {Step} from '../../../source/plan/step.js';
import {criticalPath, pathText} from '../../../source/run/critical-path.js';
import {sh} from '../../../source/shell/command.js';
import {remoteServer} from '../../../source/shell/place.js';

const aStep = (id: string, needs: readonly string[] = []): Step => ({
	id, kind: id, stage: 'test', title: id, why: 'A test.', place: remoteServer, needs, probe: sh`true`, commands: [sh`true`], undo: [], optional: false,
});

const ms: Readonly<Record<string, number>> = {
	a: 10, b: 30, c: 5, d: 1, e: 33,
};

test('of the chains of needs the one that takes longest is told', () => {
	const steps = [aStep('a'), aStep('b', ['a']), aStep('c', ['a']), aStep('d', ['b', 'c', 'elsewhere']), aStep('e')];
	const {steps: path, ms: together} = criticalPath(steps, ({id}) => ms[id]!);
	expect(path.map(({id}) => id)).toEqual(['a', 'b', 'd']);
	expect(together).toBe(41);
	expect(criticalPath([], () => 1)).toEqual({steps: [], ms: 0});
});

test('a path is told as far as there is room, with its ends', () => {
	const path = ['first', 'second', 'third', 'fourth'];
	expect(pathText(path, 80)).toBe('first › second › third › fourth');
	expect(pathText(path, 27)).toBe('first › second › … › fourth');
	expect(pathText(path, 20)).toBe('first › … › fourth');
	expect(pathText(['only', 'these'], 4)).toBe('only › these');
});
