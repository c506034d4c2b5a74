import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {expect, test} from 'vitest';
import type {Step} from '../../../source/plan/step.js';
import type {RunEvent} from '../../../source/run/events.js';
import {openHistory} from '../../../source/run/history-files.js';
import type {RunOptions} from '../../../source/run/run.js';
import {run} from '../../../source/run/runner.js';
import {sh} from '../../../source/shell/command.js';
import {remoteServer} from '../../../source/shell/place.js';
import {type Sshd, startSshd} from '../../stand-in/sshd.js';
import {temporaryDirectory} from '../../stand-in/temporary-directory.js';
import {placesForTest} from '../connection/helpers.js';

/*
A step that prints, waits for a gate, and leaves a file; it counts how often it ran.
*/
function lab(sshd: Sshd) {
	const directory = temporaryDirectory();
	const file = (name: string) => path.join(directory, name);
	const {places, directory: ofPlaces} = placesForTest({server: `${sshd.user}@127.0.0.1:${sshd.port}`, config: [`IdentityFile ${sshd.keyFile}`]});
	const step: Step = {
		id: 'test.step',
		kind: 'test.step',
		stage: 'test',
		title: 'A step',
		why: 'A test.',
		place: remoteServer,
		needs: [],
		probe: sh`test -e ${file('done')}`,
		commands: [sh`echo ran >>${file('runs')}; echo begun; until test -e ${file('gate')}; do sleep 0.05; done; echo ended; touch ${file('done')}`],
		undo: [],
		optional: false,
	};
	const events: RunEvent[] = [];
	return {
		file,
		events,
		jobs: path.join(ofPlaces, 'lock', 'jobs'),
		openGate() {
			fs.writeFileSync(file('gate'), '');
		},
		output: () => events.flatMap(event => event.type === 'output' ? [new TextDecoder().decode(event.chunk)] : []).join(''),
		states: () => events.flatMap(event => event.type === 'step.state' ? [event.state] : []),
		run: async (onEvent: (event: RunEvent) => void, more: Partial<RunOptions> = {}) => run({
			labName: 'test',
			steps: [step],
			allSteps: [step],
			places,
			history: openHistory(file('history')),
			mode: 'until-failure',
			approve: async () => 'run',
			onTrouble: async () => ({kind: 'stop'}),
			listen(event) {
				events.push(event);
				onEvent(event);
			},
			...more,
		}),
	};
}

const isOutput = (event: RunEvent, text: string) => event.type === 'output' && new TextDecoder().decode(event.chunk).includes(text);

test('a server that goes away in the middle of a step and comes back costs nothing', async () => {
	const sshd = await startSshd();
	const {run: runStep, openGate, output, states, events, file} = lab(sshd);
	const state = await runStep(event => {
		if (isOutput(event, 'begun')) {
			void sshd.stop();
		}

		// The first reason is the broken connection; the second that nothing listens there.
		if (event.type !== 'place.lost' || !event.reason.includes('refused')) {
			return;
		}

		openGate();
		void startSshd({port: sshd.port, directory: sshd.directory});
	});
	expect(state).toBe('done');
	expect(output()).toBe('begun\nended\n');
	expect(states()).toEqual(['probing', 'running', 'lost', 'running', 'proving']);
	expect(events).toContainEqual(expect.objectContaining({type: 'place.lost', step: 'test.step', hop: '127.0.0.1'}));
	expect(events).toContainEqual(expect.objectContaining({type: 'note', text: expect.stringMatching(/^remote server is there again after \d+ s$/v) as string}));
	expect(fs.readFileSync(file('runs'), 'utf8')).toBe('ran\n');
});

test('a server that stays away is given up after a while, and the step is lost', async () => {
	const sshd = await startSshd();
	const {run: runStep, openGate, events} = lab(sshd);
	const state = await runStep(event => {
		if (isOutput(event, 'begun')) {
			void sshd.stop();
		}
	}, {patienceMs: 500});
	openGate();
	expect(state).toBe('lost');
	expect(events.at(-2)).toMatchObject({type: 'step.finished', state: 'lost', reason: expect.stringMatching(/can't be reached since .*refused/v) as string});
});

test('what ran when its machine restarted is known to be gone, probed, and run again', async () => {
	const sshd = await startSshd();
	const {run: runStep, openGate, events, file, jobs} = lab(sshd);
	const state = await runStep(event => {
		if (!isOutput(event, 'begun') || fs.existsSync(file('gate'))) {
			return;
		}

		// The machine's processes are gone, and it has started another time.
		const start = path.join(jobs, fs.readdirSync(jobs)[0]!, 'start');
		const [time, , runner, group, how] = fs.readFileSync(start, 'utf8').trim().split(' ', 5);
		for (const pid of [`-${group}`, runner!, ...sshd.serving()]) {
			process.kill(Number(pid), 'SIGKILL');
		}

		fs.writeFileSync(start, `${time} another-boot ${runner} ${group} ${how}\n`);
		openGate();
	});
	expect(state).toBe('done');
	expect(events).toContainEqual(expect.objectContaining({type: 'note', text: 'It was running when the machine restarted, and is gone: probing, and running again what is not done'}));
	expect(fs.readFileSync(file('runs'), 'utf8')).toBe('ran\nran\n');
});
