import {describe, expect, it} from 'vitest';
import {stepsOf} from '../../source/plan/plan.js';
import {placeName} from '../../source/shell/place.js';
import {everyLab} from './labs.js';
import {complaints} from './shell-check.js';
import {laterStages, planOf} from './plans.js';

describe.each(everyLab)('%s', (_name, lab) => {
	const plan = planOf(lab);
	const steps = stepsOf(plan).filter(({stage}) => laterStages.has(stage));

	it('gives bash and ShellCheck nothing to complain of', () => {
		const texts = new Map(steps.flatMap(step => [
			[`${step.id} probe`, step.probe.text] as const,
			...step.commands.map(({text}, index) => [`${step.id} command ${index + 1}`, text] as const),
			...(step.evidence === undefined ? [] : [[`${step.id} evidence`, step.evidence.text] as const]),
			...step.undo.map(({text}, index) => [`${step.id} undo ${index + 1}`, text] as const),
		]));
		expect(complaints(texts)).toEqual([]);
	}, 60_000);

	it('says sudo of every command that has it, and marks every command that deletes what the lab made', () => {
		for (const {id, undo} of steps) {
			const deleting = undo.filter(({text}) => /\b(?:rm -|uninstall|delete|del-br|kubeadm reset)/v.test(text));
			expect(deleting.filter(command => !command.destructive), id).toEqual([]);
		}
	});

	it('names nothing that is undefined', () => {
		const texts = steps.flatMap(step => [step.title, step.why, step.probe.text, ...step.commands.map(({text}) => text), ...step.undo.map(({text}) => text)]);
		expect(texts.filter(text => /undefined|\[object|NaN/v.test(text))).toEqual([]);
	});

	it('runs every command of a node where its root is a sudo away, and every command of the server there', () => {
		const places = new Set(steps.filter(({stage}) => stage !== 'mirror').flatMap(step => [step.place, ...step.commands.map(({place}) => place ?? step.place)].map(place => placeName(place))));
		expect([...places].filter(place => place !== 'remote server' && lab.nodes.every(({name}) => name !== place))).toEqual([]);
	});
});

it('stands in the documents\' order, every need before the step that has it', () => {
	for (const [, lab] of everyLab) {
		expect(() => planOf(lab)).not.toThrow();
	}
});
