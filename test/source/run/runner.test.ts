import {
	existsSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {
	afterEach,
	beforeEach,
	expect,
	test,
	vi,
} from 'vitest';
import {openPlaces} from '../../../source/connection/places.js';
import {PlaceError} from '../../../source/errors.js';
import type {Places} from '../../../source/connection/connection.js';
import type {Step} from '../../../source/plan/step.js';
import type {RunEvent} from '../../../source/run/events.js';
import {openHistory, readJournal} from '../../../source/run/history-files.js';
import type {Decision, RunOptions, Trouble} from '../../../source/run/run.js';
import {run} from '../../../source/run/runner.js';
import {
	at,
	type Command,
	looking,
	sh,
} from '../../../source/shell/command.js';
import {onNode, remoteServer} from '../../../source/shell/place.js';

let directory: string;
let places: Places;
let events: RunEvent[];

beforeEach(() => {
	directory = mkdtempSync(join(tmpdir(), 'dpu-wizard-run-'));
	events = [];
	places = openPlaces({
		server: 'this-host', nodes: () => undefined, nodeKeyPath: '/none', hostKeyDirectory: '/none', lockDirectory: join(directory, 'locks'), knownHostsFile: join(directory, 'known_hosts'), ask: async () => undefined,
	});
});

afterEach(async () => {
	await places.close();
	rmSync(directory, {recursive: true});
});

const file = (name: string) => join(directory, name);

const aStep = (id: string, more: Partial<Step> & {readonly commands: readonly Command[]}): Step => ({
	id, kind: id, stage: 'test', title: id, why: 'A test.', place: remoteServer, needs: [], probe: sh`test -e ${file(id)}`, undo: [], optional: false, ...more,
});

const touching = (id: string, more: Partial<Step> = {}) => aStep(id, {commands: [sh`touch ${file(id)}`], ...more});

async function runSteps(steps: readonly Step[], decisions: readonly Decision[] = [], more: Partial<RunOptions> = {}) {
	const troubles: Trouble[] = [];
	const history = openHistory(file('history'));
	const state = await run({
		labName: 'test',
		steps,
		allSteps: steps,
		places,
		history,
		mode: 'until-failure',
		approve: async () => 'run',
		async onTrouble(trouble) {
			troubles.push(trouble);
			return decisions[troubles.length - 1] ?? {kind: 'stop'};
		},
		listen(event) {
			events.push(event);
		},
		...more,
	});
	history.close();
	return {state, troubles};
}

const finished = () => events.flatMap(event => event.type === 'step.finished' ? [[event.step, event.state]] : []);

test('a step is done when its proof holds, and is left alone the next time', async () => {
	expect(await runSteps([touching('a'), touching('b')])).toMatchObject({state: 'done'});
	expect(finished()).toEqual([['a', 'done'], ['b', 'done']]);
	events = [];
	expect(await runSteps([touching('a'), touching('b')])).toMatchObject({state: 'done'});
	expect(finished()).toEqual([['a', 'already done'], ['b', 'already done']]);
	expect(events.some(event => event.type === 'command.started')).toBe(false);
});

test('commands that all end with 0 do not make a step done', async () => {
	const {state, troubles} = await runSteps([aStep('a', {commands: [sh`true`]})]);
	expect(state).toBe('failed');
	expect(troubles[0]).toMatchObject({state: 'unproven', exitCode: null});
});

test('a command that fails ends the step there, with its status and its last words', async () => {
	const {state, troubles} = await runSteps([aStep('a', {commands: [sh`echo 'no such thing' >&2; exit 7`, sh`touch ${file('never')}`]})]);
	expect(state).toBe('failed');
	expect(troubles[0]).toMatchObject({state: 'failed', exitCode: 7});
	expect(troubles[0]!.reason).toContain('no such thing');
	expect(existsSync(file('never'))).toBe(false);
});

test('what a command prints is in the log whole, in its order, and tokens are not', async () => {
	await runSteps([aStep('a', {commands: [sh`seq 1 20000; echo "kubeadm join --token abcdef.0123456789abcdef"; touch ${file('a')}`]})]);
	const log = readFileSync(file('history/logs/a/1.log'), 'utf8');
	const numbers = Array.from({length: 20_000}, (_, index) => `${index + 1}\n`).join('');
	expect(log).toContain(numbers);
	expect(log).toContain('--token [redacted]');
	expect(log).not.toContain('abcdef.0123456789abcdef');
});

test('after trouble a step can be tried again with another command, this once', async () => {
	const step = aStep('a', {commands: [sh`false`]});
	const {state} = await runSteps([step], [{kind: 'retry', commands: [`touch ${file('a')}`]}]);
	expect(state).toBe('done');
	expect(finished()).toEqual([['a', 'done']]);
});

test('marking as done holds only if the proof does', async () => {
	const step = aStep('a', {commands: [sh`false`]});
	const {state, troubles} = await runSteps([step], [{kind: 'mark-done'}, {kind: 'skip'}]);
	expect(troubles.map(trouble => trouble.state)).toEqual(['failed', 'unproven']);
	expect(state).toBe('done');
	expect(finished()).toEqual([['a', 'skipped']]);
	events = [];
	await runSteps([aStep('b', {commands: [sh`touch ${file('b')}; false`]})], [{kind: 'mark-done'}]);
	expect(finished()).toEqual([['b', 'done']]);
});

test('what needs a skipped step is skipped with that reason, the rest goes on', async () => {
	const steps = [aStep('a', {commands: [sh`false`]}), touching('b', {needs: ['a']}), touching('c')];
	const {state} = await runSteps(steps, [{kind: 'skip'}]);
	expect(state).toBe('done');
	expect(finished()).toEqual([['a', 'skipped'], ['b', 'skipped'], ['c', 'done']]);
	expect(events).toContainEqual(expect.objectContaining({type: 'step.finished', step: 'b', reason: 'It needs a, which was skipped.'}));
});

test('a need that is not part of the run is asked of the lab', async () => {
	const need = touching('a');
	const step = touching('b', {needs: ['a']});
	const first = await runSteps([step], [], {allSteps: [need, step]});
	expect(first.troubles[0]!.reason).toContain('It needs a, which is not done');
	writeFileSync(file('a'), '');
	expect(await runSteps([step], [], {allSteps: [need, step]})).toMatchObject({state: 'done'});
});

test('a manual step waits for a person, and their word counts when its proof holds', async () => {
	const step = aStep('a', {commands: [], manual: 'Click on Install.'});
	const {state, troubles} = await runSteps([step], [{kind: 'mark-done'}, {kind: 'stop'}]);
	expect(state).toBe('needs-you');
	expect(troubles.map(trouble => [trouble.state, trouble.reason])).toEqual([['needs you', 'Click on Install.'], ['needs you', 'Click on Install.']]);
});

test('asked before each step or each stage, what is already done is not asked about', async () => {
	writeFileSync(file('a'), '');
	const asked: string[] = [];
	const steps = [touching('a'), touching('b'), touching('c'), touching('d', {stage: 'other'})];
	await runSteps(steps, [], {
		mode: 'each-stage',
		async approve(step, scope) {
			asked.push(`${scope} ${step.id}`);
			return 'run';
		},
	});
	expect(asked).toEqual(['stage b', 'stage d']);
});

test('stopped when asked, the run ends before that step, which is not counted as skipped', async () => {
	const {state} = await runSteps([touching('a'), touching('b')], [], {mode: 'each-step', approve: async step => step.id === 'a' ? 'run' : 'stop'});
	expect(state).toBe('stopped');
	expect(finished()).toEqual([['a', 'done']]);
	expect(events.at(-2)).toMatchObject({type: 'step.state', step: 'b', state: 'waiting'});
});

test('a stop lets the step that runs go on to its end, and starts no other', async () => {
	const stop = new AbortController();
	const {state} = await runSteps([touching('a'), touching('b')], [], {
		stopSignal: stop.signal,
		listen(event) {
			events.push(event);
			if (event.type === 'command.started') {
				stop.abort();
			}
		},
	});
	expect(state).toBe('stopped');
	expect(finished()).toEqual([['a', 'done']]);
});

test('a cancel ends the process that runs', async () => {
	const cancel = new AbortController();
	const step = aStep('a', {commands: [sh`echo started; exec sleep 1000`]});
	const {state} = await runSteps([step], [], {
		cancelSignal: cancel.signal,
		listen(event) {
			events.push(event);
			if (event.type === 'output') {
				cancel.abort();
			}
		},
	});
	expect(state).toBe('failed');
	expect(events).toContainEqual(expect.objectContaining({type: 'step.finished', reason: 'It was cancelled.'}));
});

test('the journal tells the run, and a torn last line costs only itself', async () => {
	await runSteps([touching('a')]);
	const journal = file('history/journal.ndjson');
	writeFileSync(journal, `${readFileSync(journal, 'utf8')}{"type":"step.fini`);
	await runSteps([touching('b')]);
	const types = readJournal(file('history')).map(entry => entry.type);
	expect(types.filter(type => type === 'run.started')).toHaveLength(2);
	expect(types.at(-1)).toBe('run.finished');
	expect(readFileSync(journal, 'utf8')).toContain('{"type":"step.fini\n');
});

test('a step\'s usual time is the median of its last ones', async () => {
	const history = openHistory(file('history'));
	for (const duration of [900, 100, 200]) {
		history.noteDuration('a', duration);
	}

	expect(openHistory(file('history')).usualDuration('a')).toBe(200);
	expect(history.usualDuration('b')).toBeUndefined();
	history.close();
});

test('what was left running is followed to its end, also where the probe holds before', async () => {
	const step = aStep('a', {commands: [sh`touch ${file('a')}; until test -e ${file('go')}; do sleep 0.02; done; echo the end`]});
	const left = new AbortController();
	const leaving = runSteps([step], [], {detachSignal: left.signal, stopSignal: left.signal});
	await vi.waitUntil(() => existsSync(file('a')), {timeout: 15_000});
	left.abort();
	expect(await leaving).toMatchObject({state: 'stopped'});

	events = [];
	const {state} = await runSteps([step], [], {
		listen(event) {
			events.push(event);
			if (event.type === 'note' && event.text.includes('has been running')) {
				writeFileSync(file('go'), '');
			}
		},
	});
	expect(state).toBe('done');
	expect(finished()).toEqual([['a', 'done']]);
	expect(events.flatMap(event => event.type === 'output' ? [new TextDecoder().decode(event.chunk)] : []).join('')).toContain('the end');
});

test('a command that only waits ends with its connection, and is no job that anybody has to wait for', async () => {
	const waits = aStep('a', {commands: [looking(sh`echo $$ >${file('pid')}; until test -e ${file('a')}; do sleep 0.05; done`)]});
	const left = new AbortController();
	const leaving = runSteps([waits], [], {detachSignal: left.signal, stopSignal: left.signal});
	await vi.waitUntil(() => existsSync(file('pid')) && readFileSync(file('pid'), 'utf8') !== '', {timeout: 15_000});
	left.abort();
	expect(await leaving).toMatchObject({state: 'stopped'});
	const here = await places.connect(remoteServer);
	expect(await here.jobs()).toEqual([]);
	writeFileSync(file('a'), '');
	expect(await runSteps([waits])).toMatchObject({state: 'done'});
});

test('a clock that jumps changes no duration, and loses nothing of the journal', async () => {
	vi.useFakeTimers({toFake: ['Date']});
	try {
		let jumps = 0;
		const {state} = await runSteps([touching('a'), touching('b')], [], {
			listen(event) {
				events.push(event);
				// A day back, three days on: a laptop's clock after a night, a server's after its first NTP answer.
				vi.setSystemTime(Date.now() + ((jumps++ % 2 === 0 ? -1 : 3) * 24 * 3600 * 1000));
			},
		});
		expect(state).toBe('done');
		expect(jumps).toBeGreaterThan(8);
	} finally {
		vi.useRealTimers();
	}

	const durations = events.flatMap(event => event.type === 'step.finished' ? [event.durationMs] : []);
	expect(durations).toHaveLength(2);
	expect(Math.min(...durations)).toBeGreaterThanOrEqual(0);
	expect(Math.max(...durations)).toBeLessThan(60_000);
	expect(readJournal(file('history')).map(({type, step}) => [type, step])).toEqual(events.filter(({type}) => type !== 'output').map(event => [event.type, 'step' in event ? event.step : undefined]));
	expect(openHistory(file('history')).usualDuration('a')).toBeLessThan(60_000);
});

test('a probe that asks whether its place can be reached does not hold where it can\'t, and nobody waits for it', async () => {
	const here = places;
	let isUp = false;
	places = {
		...here,
		async connect(place) {
			if (!isUp && place.kind === 'node') {
				throw new PlaceError('infra-2 does not answer', 'infra-2');
			}

			return here.connect(remoteServer);
		},
		reachKnown: async place => isUp ? here.connect(place) : undefined,
	};
	const boots = aStep('a', {commands: [looking(sh`touch ${file('a')}`)], probe: at(onNode('infra-2'), sh`test -e ${file('a')}`), provesReach: true});
	const {state, troubles} = await runSteps([boots], [], {
		listen(event) {
			events.push(event);
			isUp ||= event.type === 'command.finished';
		},
	});
	expect(troubles).toEqual([]);
	expect(state).toBe('done');
	expect(finished()).toEqual([['a', 'done']]);
	places = here;
});

test('the log tells probe, command and proof one after another, each with its own words and without tokens', async () => {
	const token = 'abcdef.0123456789abcdef';
	await runSteps([aStep('a', {probe: sh`echo asked ${token}; test -e ${file('a')}`, commands: [sh`printf unfinished; touch ${file('a')}`]})]);
	const log = readFileSync(join(file('history'), 'logs/a/1.log'), 'utf8').replaceAll(/# 20\S+ /g, '# ');
	const [probe, command] = [`# probe on remote server\necho asked [redacted]; test -e ${file('a')}\n`, `# command 1 of 1 on remote server\nprintf unfinished; touch ${file('a')}\n`];
	expect(log).toBe(`${probe}asked [redacted]\n# ended with exit status 1\n${command}unfinished# ended with exit status 0\n${probe}asked [redacted]\n# ended with exit status 0\n# done\n`);
	expect(events.filter(({type}) => type === 'step.state').map(event => 'state' in event && event.state)).toEqual(['probing', 'running', 'proving']);
});

test('what a run has heard of its steps is no news for the next one', async () => {
	await runSteps([touching('a'), touching('b')]);
	events = [];
	const server = await places.connect(remoteServer);
	const jobs = await server.jobs();
	expect(jobs.map(({step, isSeen}) => [step, isSeen])).toEqual([['a', true], ['b', true]]);
	await runSteps([touching('a'), touching('b')]);
	expect(events.some(({type}) => type === 'step.started')).toBe(false);
});
