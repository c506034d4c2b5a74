import {expect, test} from 'vitest';
import {readStepTimes} from '../../bench/step-times.js';

const events = (state: string) => [
	{type: 'run.started', at: '2026-01-01T00:00:00.000Z'},
	{type: 'step.started', step: 'bench.a', at: '2026-01-01T00:00:01.000Z'},
	{
		type: 'step.finished', step: 'bench.a', at: '2026-01-01T00:00:01.250Z', state,
	},
].map(event => JSON.stringify(event)).join('\n');

test('a step\'s times are its events\'', () => {
	const times = readStepTimes(`${events('done')}\n`);
	expect(times.finished('a') - times.started('a')).toBe(250);
});

test('a step that did not run is no measurement', () => {
	expect(() => readStepTimes(events('failed'))).toThrow('bench.a is failed, and should have run');
	expect(() => readStepTimes(events('done')).finished('b')).toThrow('no step.finished of b');
});
