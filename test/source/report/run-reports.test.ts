import {Buffer} from 'node:buffer';
import {expect, test} from 'vitest';
import {stepsOf} from '../../../source/plan/plan.js';
import {makeNdjsonReporter} from '../../../source/report/ndjson.js';
import {makeTextReporter} from '../../../source/report/run-text.js';
import type {RunEvent} from '../../../source/run/events.js';
import {localHost} from '../../../source/shell/place.js';
import {samplePlan} from './sample-plan.js';

const at = '2026-11-23T10:00:00.000Z';
const output = (step: string, stream: 'stdout' | 'stderr', text: string): RunEvent => ({
	type: 'output', step, stream, chunk: Buffer.from(text),
});

const events: readonly RunEvent[] = [
	{
		type: 'run.started', run: 'r1', lab: 'default', at, steps: ['first.note', 'first.server'],
	},
	{
		type: 'step.started', step: 'first.note', at, attempt: 1, log: '/logs/1.log',
	},
	{
		type: 'step.state', step: 'first.note', state: 'running', at,
	},
	{
		type: 'command.started', step: 'first.note', at, index: 0, place: localHost, text: 'kubeadm join \\\n  --token abcdef.0123456789abcdef',
	},
	output('first.note', 'stdout', 'half '),
	output('first.note', 'stderr', '\u{1B}[31mbad\u{1B}[0m\n'),
	output('first.note', 'stdout', 'line\nabcdef.0123456789abcdef'),
	{
		type: 'command.finished', step: 'first.note', at, index: 0, exitCode: 3, durationMs: 20,
	},
	{
		type: 'step.finished', step: 'first.note', at, state: 'failed', exitCode: 3, durationMs: 1234, reason: 'The command ended with 3.\nbad',
	},
	{
		type: 'run.finished', run: 'r1', at, state: 'failed',
	},
];

test('a run as lines: each tells its step, control sequences and tokens are gone', () => {
	let text = '';
	const report = makeTextReporter(stepsOf(samplePlan()), piece => {
		text += typeof piece === 'string' ? piece : Buffer.from(piece).toString();
	});
	for (const event of events) {
		report(event);
	}

	expect(text.split('\n')).toEqual([
		'Run r1 of the lab default: 2 steps',
		'first.note: Write a *note*',
		'first.note [local host] $ kubeadm join \\',
		'first.note [local host] $   --token [redacted]',
		'first.note | bad',
		'first.note | half line',
		'first.note | [redacted]',
		'first.note: failed (1.2 s)',
		'first.note ! The command ended with 3.',
		'first.note ! bad',
		'first.note: the whole output is in /logs/1.log',
		'A step failed: 1 failed',
		'',
	]);
});

test('a run as NDJSON: a document a line, output by line for each stream', () => {
	let text = '';
	const report = makeNdjsonReporter(piece => {
		text += piece;
	});
	for (const event of events) {
		report(event);
	}

	const documents = text.trimEnd().split('\n').map(line => JSON.parse(line) as Record<string, unknown>);
	expect(documents.filter(({type}) => type === 'output')).toEqual([
		{
			type: 'output', step: 'first.note', stream: 'stderr', line: '\u{1B}[31mbad\u{1B}[0m',
		},
		{
			type: 'output', step: 'first.note', stream: 'stdout', line: 'half line',
		},
		{
			type: 'output', step: 'first.note', stream: 'stdout', line: '[redacted]',
		},
	]);
	expect(documents.at(-2)).toMatchObject({
		type: 'step.finished', step: 'first.note', state: 'failed', exitCode: 3, durationMs: 1234,
	});
	expect(documents.at(-1)).toMatchObject({type: 'run.finished', state: 'failed'});
});

test('each line of an output is a document that reads as the line, whatever is in it', () => {
	const lines = ['plain', String.raw`a "quote" and \n`, '', '\ttab', 'é 中 👩', '\u{2028}'];
	for (const some of [['plain', '', 'é 中'], lines]) {
		let text = '';
		makeNdjsonReporter(piece => {
			text += piece;
		})(output('a "step"', 'stdout', `${some.join('\r\n')}\n`));
		expect(text.trimEnd().split('\n').map(line => JSON.parse(line) as unknown)).toEqual(some.map(line => ({
			type: 'output', step: 'a "step"', stream: 'stdout', line,
		})));
	}
});

test('output is shown the same, wherever it is cut: plain, coloured, with a token in it', () => {
	const bytes = Buffer.from('plain\n\u{1B}[31mred é 中\u{1B}[0m\r\n10%\r20%\ntoken abcdef.0123456789abcdef.\n\tplain again\nhalf');
	for (let cut = 0; cut <= bytes.length; cut++) {
		let text = '';
		const report = makeTextReporter([], piece => {
			text += typeof piece === 'string' ? piece : Buffer.from(piece).toString();
		});
		for (const chunk of [bytes.subarray(0, cut), bytes.subarray(cut)]) {
			report({
				type: 'output', step: 'a', stream: 'stdout', chunk,
			});
		}

		report({
			type: 'command.finished', step: 'a', at, index: 0, exitCode: 0, durationMs: 1,
		});
		expect(text.trimEnd().split('\n')).toEqual(['a | plain', 'a | red é 中', 'a | 20%', 'a | token [redacted].', 'a | \tplain again', 'a | half']);
	}
});

test('a run that is over tells how long it took, and what it could not have been quicker than', () => {
	let text = '';
	const plan = stepsOf(samplePlan());
	const report = makeTextReporter(plan.map((step, index) => ({...step, needs: index === 0 ? [] : [plan[index - 1]!.id]})), piece => {
		text += String(piece);
	});
	report({
		type: 'run.started', run: 'r1', lab: 'default', at, steps: plan.map(({id}) => id),
	});
	for (const {id} of plan.slice(0, 2)) {
		report({
			type: 'step.finished', step: id, at, state: 'done', exitCode: 0, durationMs: 60_000,
		});
	}

	report({
		type: 'run.finished', run: 'r1', at: '2026-11-23T10:02:10.000Z', state: 'done',
	});
	expect(text).toContain(`It took 2 min 10 s, its critical path 2 min 00 s: ${plan[0]!.id} › ${plan[1]!.id}\n`);
});
