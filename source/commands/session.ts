import {rm} from 'node:fs/promises';
import path from 'node:path';
import type {Duplex} from 'node:stream';
import {openPlaces} from '../connection/places.js';
import type {Ask, Places} from '../connection/connection.js';
import type {Ways} from '../connection/ways.js';
import {UserError} from '../errors.js';
import type {LabDefinition} from '../lab/definition.js';
import {labDirectory} from '../lab/paths.js';
import {serverPaths} from '../lab/server-paths.js';
import {validLab} from '../lab/validate.js';
import {makePlan, stepsOf} from '../plan/plan.js';
import type {Plan, StageDefinition, Step} from '../plan/step.js';
import type {RunState} from '../run/events.js';
import type {UndoPlan} from '../plan/undo.js';
import {askUndo} from '../run/ask-undo.js';
import {openHistory} from '../run/history-files.js';
import {probeAll, type ProbeAllOptions, type Standing} from '../run/probe-all.js';
import {
	attach,
	type AttachOptions,
	type AtWork,
	whatIsAtWork,
} from '../run/attach.js';
import {holdLab} from '../run/lab-lock.js';
import type {RunOptions} from '../run/run.js';
import {run} from '../run/runner.js';
import {usualParallel} from '../run/schedule.js';
import {tidyScript} from '../run/tidy.js';
import {askSnapshots, type SnapshotsInSight} from '../snapshots/ask.js';
import {type Place, placeKey, remoteServer} from '../shell/place.js';

/**
One lab with its plan, its places (reached when they are first needed) and its history.
*/
export type Session = {
	readonly plan: Plan;
	readonly places: Places;
	/**
	Reaches a place, or rejects with a `PlaceError`.
	*/
	readonly reach: (place: Place) => Promise<void>;
	readonly probeAll: (steps: readonly Step[], options?: ProbeAllOptions) => Promise<ReadonlyMap<string, Standing>>;
	/**
	What undoing steps comes to, asked of the lab. Changes nothing.
	*/
	readonly askUndo: (wanted: readonly Step[], signal?: AbortSignal) => Promise<UndoPlan>;
	/**
	The snapshots of the lab's VMs, asked of the server.
	*/
	readonly snapshots: () => Promise<SnapshotsInSight>;
	/**
	After a teardown: removes what the engine itself kept on the server, where nothing else of the lab is left there, and what it knows of the lab's nodes here.
	*/
	readonly tidy: () => Promise<void>;
	/**
	Runs steps, and leaves their journal and logs.
	*/
	readonly run: (options: Omit<RunOptions, 'labName' | 'allSteps' | 'places' | 'history'>) => Promise<RunState>;
	/**
	Who holds the lab, and what runs there, asked read-only.
	*/
	readonly atWork: () => Promise<AtWork>;
	/**
	Watches what runs there to its end. Read-only.
	*/
	readonly attach: (options: Pick<AttachOptions, 'listen' | 'signal'>) => Promise<RunState>;
	/**
	Argv of a local program that gives a person a terminal there.
	*/
	readonly terminal: (place: Place) => Promise<readonly string[]>;
	/**
	A TCP connection from the server to an address. `hop` is what a person calls the other end.
	*/
	readonly tunnel: (host: string, port: number, hop: string) => Promise<Duplex>;
	readonly close: () => Promise<void>;
};

export type SessionOptions = {
	readonly home: string | undefined;
	readonly environment: NodeJS.ProcessEnv;
	readonly ask: Ask;
	readonly onNote?: (text: string) => void;
	readonly catalogue?: readonly StageDefinition[] | undefined;
	readonly ways?: Ways | undefined;
};

/**
Opens a lab; connects nowhere yet. Throws a `UserError` for a lab that breaks a rule.
*/
export function openSession(definition: LabDefinition, {
	home, environment, ask, onNote, catalogue, ways,
}: SessionOptions): Session {
	const lab = validLab(definition);
	const plan = makePlan(lab, catalogue);
	const directory = labDirectory(lab.name, home);
	const onServer = serverPaths(lab);
	const users = new Map(lab.nodes.map(node => [node.name, {address: node.managementIp, user: lab.vmUser}]));
	const places = openPlaces({
		server: lab.server,
		nodes: name => users.get(name),
		nodeKeyPath: onServer.key,
		hostKeyDirectory: onServer.hostKeys,
		lockDirectory: onServer.locks,
		knownHostsFile: path.join(directory, 'known_hosts'),
		ask,
		environment,
		ways,
		...(onNote && {onNote}),
	});

	const apart = new Set(plan.stages.filter(stage => stage.isApart).map(stage => stage.id));
	// Their order is all that keeps one from taking away what another still works with.
	const isDestroying = (steps: readonly Step[]) => steps.some(step => apart.has(step.stage));

	// While the lab is being locked. A few: the others follow when they are asked.
	const reachAhead = (steps: readonly Step[]) => {
		const nodes = new Map(steps.map(step => step.probe.place ?? step.place).filter(({kind}) => kind === 'node').map(place => [placeKey(place), place]));
		for (const place of nodes.values().take(usualParallel)) {
			places.reachKnown(place).catch(() => undefined);
		}
	};

	const lookout = {places, lockDirectory: onServer.locks, steps: stepsOf(plan)};

	return {
		plan,
		places,
		async reach(place) {
			const connection = await places.connect(place);
			void connection.prepare();
		},
		probeAll: async (steps, options) => probeAll(steps, places, options),
		askUndo: async (wanted, signal) => askUndo(plan, wanted, places, signal),
		snapshots: async () => askSnapshots(lab, await places.connect(remoteServer)),
		async tidy() {
			const server = await places.connect(remoteServer);
			await server.execute(tidyScript(onServer.directory).text);
			await rm(path.join(directory, 'known_hosts'), {force: true});
		},
		async run(options) {
			reachAhead(options.steps);
			const taken = new AbortController();
			const release = await holdLab({
				connect: async () => places.connect(remoteServer),
				directory: onServer.locks,
				labName: lab.name,
				onTaken(error) {
					onNote?.(error.message);
					taken.abort();
				},
			});
			const history = openHistory(directory, noteTo(options.listen));
			try {
				return await run({
					...options,
					...(isDestroying(options.steps) && {parallel: 1}),
					labName: lab.name,
					allSteps: stepsOf(plan),
					places,
					history,
					stopSignal: AbortSignal.any([taken.signal, ...(options.stopSignal ? [options.stopSignal] : [])]),
				});
			} finally {
				history.close();
				await release();
			}
		},
		atWork: async () => whatIsAtWork(lookout),
		async attach(options) {
			const history = openHistory(directory, noteTo(options.listen));
			try {
				return await attach({
					...options, ...lookout, labName: lab.name, history,
				});
			} finally {
				history.close();
			}
		},
		terminal: async place => places.terminal(place),
		tunnel: places.tunnel,
		close: async () => places.close(),
	};
}

const noteTo = (listen: RunOptions['listen']) => (text: string) => {
	listen({type: 'note', at: new Date().toISOString(), text});
};

/**
For what asks the lab: throws a `UserError` where nobody has said which server.
*/
export function withServer(definition: LabDefinition): LabDefinition {
	if (definition.server === undefined) {
		throw new UserError(`The lab ${definition.name} has no server yet.`, [
			`Name it: dpu-wizard lab set --lab ${definition.name} --server USER@HOST`,
			'An ssh alias serves as well, and `this-host` where dpu-wizard runs on the server itself.',
		]);
	}

	return definition;
}
