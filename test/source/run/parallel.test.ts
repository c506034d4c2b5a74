import {
	existsSync,
	mkdtempSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {
	afterEach,
	beforeEach,
	expect,
	test,
} from 'vitest';
import type {Places} from '../../../source/connection/connection.js';
import {openPlaces} from '../../../source/connection/places.js';
import type {Step} from '../../../source/plan/step.js';
import type {RunEvent} from '../../../source/run/events.js';
import {openHistory} from '../../../source/run/history-files.js';
import type {Decision, RunOptions, Trouble} from '../../../source/run/run.js';
import {run} from '../../../source/run/runner.js';
import {
	at,
	type Command,
	beside,
	sh,
} from '../../../source/shell/command.js';
import {onNode, placeKey, remoteServer} from '../../../source/shell/place.js';

let directory: string;
let events: RunEvent[];
let opened: Map<string, Places>;
let places: Places;

const file = (name: string) => path.join(directory, name);

// Every place is this machine, with a lock of its own.
beforeEach(() => {
	directory = mkdtempSync(path.join(tmpdir(), 'dpu-wizard-parallel-'));
	events = [];
	opened = new Map();
	const connect: Places['connect'] = async place => {
		const key = placeKey(place);
		const here = opened.get(key) ?? openPlaces({
			server: 'this-host', nodes: () => undefined, nodeKeyPath: '/none', hostKeyDirectory: '/none', lockDirectory: file(`locks-${key}`), knownHostsFile: file('known_hosts'), ask: async () => undefined,
		});
		opened.set(key, here);
		return here.connect(remoteServer);
	};

	places = {
		connect, reachKnown: connect, wasReached: () => true, tellHeard: async () => undefined, terminal: async () => [], close: async () => undefined,
	};
});

afterEach(() => {
	rmSync(directory, {recursive: true});
});

const aStep = (id: string, node: string, commands: readonly Command[], more: Partial<Step> = {}): Step => ({
	id, kind: id, stage: 'test', title: id, why: 'A test.', place: onNode(node), needs: [], probe: sh`test -e ${file(id)}`, commands, undo: [], optional: false, ...more,
});

const leaves = (id: string) => sh`touch ${file(id)}`;
const waitsFor = (name: string) => sh`until test -e ${file(name)}; do sleep 0.02; done`;
const says = (name: string) => sh`touch ${file(name)}`;

async function runSteps(steps: readonly Step[], more: Partial<RunOptions> = {}) {
	const history = openHistory(file('history'));
	const state = await run({
		labName: 'test',
		steps,
		allSteps: steps,
		places,
		history,
		mode: 'until-failure',
		approve: async () => 'run',
		onTrouble: async () => ({kind: 'stop'}),
		...more,
		listen(event) {
			events.push(event);
			more.listen?.(event);
		},
	});
	history.close();
	return state;
}

const finished = () => new Map(events.flatMap(event => event.type === 'step.finished' ? [[event.step, event.state] as const] : []));

/**
The most steps that ran at one time.
*/
function most(): number {
	const running = new Set<string>();
	let count = 0;
	for (const event of events) {
		if (event.type === 'step.started') {
			running.add(event.step);
			count = Math.max(count, running.size);
		} else if (event.type === 'step.finished') {
			running.delete(event.step);
		}
	}

	return count;
}

test('steps at different places run side by side', async () => {
	// Each waits for the other: one after another they would wait forever.
	const state = await runSteps([
		aStep('a', 'infra-2', [says('a is there'), waitsFor('b is there'), leaves('a')]),
		aStep('b', 'infra-3', [says('b is there'), waitsFor('a is there'), leaves('b')]),
	]);
	expect(state).toBe('done');
});

test('steps that change the same place run one after another, whatever place they stand at', async () => {
	const state = await runSteps([
		aStep('a', 'infra-2', [leaves('a')]),
		aStep('b', 'infra-2', [leaves('b')]),
		aStep('c', 'infra-3', [at(onNode('infra-2'), leaves('c'))]),
	]);
	expect(state).toBe('done');
	expect(most()).toBe(1);
});

test('never more steps at a time than the limit; with 1 in the plan\'s order', async () => {
	const steps = ['a', 'b', 'c', 'd', 'e'].map(id => aStep(id, id, [leaves(id)]));
	await runSteps(steps, {parallel: 2});
	expect(most()).toBeLessThanOrEqual(2);
	expect(finished().size).toBe(5);
	for (const {id} of steps) {
		rmSync(file(id));
	}

	events = [];
	const chained = [aStep('a', 'a', [leaves('a')]), aStep('b', 'b', [leaves('b')]), aStep('c', 'c', [leaves('c')], {needs: ['b']})];
	await runSteps(chained, {parallel: 1});
	expect(most()).toBe(1);
	expect(finished().keys().toArray()).toEqual(['a', 'b', 'c']);
});

test('after a failure that nobody decides about, what runs goes on to its end and nothing new starts', async () => {
	const state = await runSteps([
		aStep('bad', 'infra-2', [waitsFor('good runs'), sh`exit 3`]),
		aStep('needs bad', 'infra-2', [leaves('needs bad')], {needs: ['bad']}),
		aStep('good', 'infra-3', [says('good runs'), waitsFor('bad has ended'), leaves('good')]),
		aStep('next', 'infra-3', [leaves('next')], {needs: ['good']}),
	], {
		listen(event) {
			if (event.type === 'step.finished' && event.step === 'bad') {
				writeFileSync(file('bad has ended'), '');
			}
		},
	});
	expect(state).toBe('failed');
	expect(finished()).toEqual(new Map([['bad', 'failed'], ['good', 'done']]));
	expect(existsSync(file('next'))).toBe(false);
});

test('while a person decides about one step the others go on, and one thing is asked at a time', async () => {
	let asking = 0;
	const asked: Trouble[] = [];
	const bothFailed = Promise.withResolvers<void>();
	const goodIsDone = Promise.withResolvers<void>();
	const state = await runSteps([
		aStep('bad 1', 'infra-1', [sh`false`]),
		aStep('bad 2', 'infra-2', [sh`false`]),
		aStep('good', 'infra-3', [leaves('good')]),
		aStep('needs good', 'infra-3', [leaves('needs good')], {needs: ['good']}),
		aStep('needs bad', 'infra-3', [leaves('needs bad')], {needs: ['bad 1']}),
	], {
		listen(event) {
			if (event.type === 'step.state' && event.state === 'failed' && events.filter(each => each.type === 'step.state' && each.state === 'failed').length === 2) {
				bothFailed.resolve();
			}

			if (event.type === 'step.finished' && event.step === 'needs good') {
				goodIsDone.resolve();
			}
		},
		async onTrouble(trouble): Promise<Decision> {
			asking++;
			expect(asking).toBe(1);
			asked.push(trouble);
			await Promise.all([bothFailed.promise, goodIsDone.promise]);
			expect(finished().has('needs bad')).toBe(false);
			asking--;
			return {kind: 'skip'};
		},
	});
	expect(state).toBe('done');
	expect(asked.map(({step}) => step.id).toSorted()).toEqual(['bad 1', 'bad 2']);
	expect(finished()).toEqual(new Map([['good', 'done'], ['needs good', 'done'], ['bad 1', 'skipped'], ['bad 2', 'skipped'], ['needs bad', 'skipped']]));
});

test('a cancel ends all that runs', async () => {
	const cancel = new AbortController();
	const state = await runSteps(['a', 'b', 'c'].map(id => aStep(id, id, [sh`echo up; exec sleep 1000`])), {
		cancelSignal: cancel.signal,
		listen() {
			if (new Set(events.flatMap(event => event.type === 'output' ? [event.step] : [])).size === 3) {
				cancel.abort();
			}
		},
	});
	expect(state).toBe('failed');
	expect(finished()).toEqual(new Map([['a', 'failed'], ['b', 'failed'], ['c', 'failed']]));
});

test('what was done is asked again only where something that it needs has run', async () => {
	for (const id of ['b', 'c']) {
		writeFileSync(file(id), '');
	}

	// The first takes away what the second had left.
	const steps = [aStep('a', 'a', [sh`rm ${file('b')}`, leaves('a')]), aStep('b', 'b', [leaves('b')], {needs: ['a']}), aStep('c', 'c', [leaves('c')])];
	expect(await runSteps(steps)).toBe('done');
	expect(finished()).toEqual(new Map([['a', 'done'], ['b', 'done'], ['c', 'already done']]));
	expect(events.some(event => event.type === 'step.started' && event.step === 'c')).toBe(false);
});

test('output of steps side by side is told with its step, and is in the log of its own', async () => {
	const rendezvous = (own: string, other: string) => [sh`echo ${`start of ${own}`}`, says(`${own} is there`), waitsFor(`${other} is there`), sh`seq -f ${`${own} %.0f`} 5000`, leaves(own)];
	await runSteps([aStep('a', 'a', rendezvous('a', 'b')), aStep('b', 'b', rendezvous('b', 'a'))]);
	for (const id of ['a', 'b']) {
		const text = events.flatMap(event => event.type === 'output' && event.step === id ? [new TextDecoder().decode(event.chunk)] : []).join('');
		expect(text).toBe(`start of ${id}\n${Array.from({length: 5000}, (_, index) => `${id} ${index + 1}\n`).join('')}`);
	}
});

test('what only follows keeps nobody from its place, and goes on when that is free again', async () => {
	const bake = aStep('bake', 'a', [says('begun'), beside(sh`until test -e ${file('other')}; do sleep 0.02; done; touch ${file('followed')}`), sh`test -e ${file('other-ended')} && touch ${file('bake')}`]);
	const other = aStep('other', 'a', [sh`test -e ${file('begun')} && touch ${file('other')}`, waitsFor('followed'), says('other-ended')]);
	expect(await runSteps([bake, other])).toBe('done');
});

test('what an earlier run left following keeps nobody from its place either', async () => {
	const detach = new AbortController();
	const bake = aStep('bake', 'a', [beside(sh`echo begun; until test -e ${file('other')}; do sleep 0.02; done; touch ${file('followed')}`), sh`test -e ${file('followed')} && touch ${file('bake')}`]);
	await runSteps([bake], {
		detachSignal: detach.signal,
		listen(event) {
			if (event.type === 'output') {
				detach.abort();
			}
		},
	});
	events = [];
	expect(await runSteps([bake, aStep('other', 'a', [leaves('other')])])).toBe('done');
	expect(events.some(event => event.type === 'note' && event.text.startsWith('It has been running'))).toBe(true);
});
