import {performance} from 'node:perf_hooks';
import {expect, test} from 'vitest';
import {type StageDefinition, step} from '../../../source/plan/step.js';
import {sh} from '../../../source/shell/command.js';
import {remoteServer} from '../../../source/shell/place.js';
import {commandLine} from '../commands/command-line.js';

const stageThatTakes = (seconds: number): StageDefinition => ({
	id: 'nap',
	title: 'A nap',
	steps: [step({
		id: 'nap.sleep',
		title: 'Sleep',
		why: 'A test.',
		at: remoteServer,
		probe: () => sh`test -e ~/rested`,
		commands: () => [sh`began=$(date +%s); sleep ${seconds}; touch ~/rested; echo "slept $(($(date +%s) - began)) seconds"`],
	})],
});

test.each([['takes its usual time', ['--real-time'], 1.2], ['takes a hundredth of it', [], 120]] as const)('a rehearsed run %s', async (_words, options, seconds) => {
	const line = commandLine(() => [stageThatTakes(seconds)]);
	const began = performance.now();
	const {status, stdout, stderr} = await line.run('rehearse', ...options, 'run', '--yes');
	const tookMs = performance.now() - began;
	expect({status, stdout, stderr}).toMatchObject({status: 0, stdout: expect.stringContaining('nap.sleep: done') as string});
	const slept = Number(/slept (?<seconds>\d+) seconds/v.exec(stdout)?.groups?.seconds);
	expect(slept).toBeGreaterThan(seconds - 1);
	// How much longer depends on how busy this machine is.
	expect(tookMs).toBeGreaterThan(1190);
	expect(tookMs).toBeLessThan(60_000);
}, 120_000);
