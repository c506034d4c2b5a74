import path from 'node:path';
import {openPlaces} from '../connection/places.js';
import type {Ask, Places} from '../connection/connection.js';
import {UserError} from '../errors.js';
import type {LabDefinition} from '../lab/definition.js';
import {labDirectory} from '../lab/paths.js';
import {serverPaths} from '../lab/server-paths.js';
import {validLab} from '../lab/validate.js';
import {makePlan, stepsOf} from '../plan/plan.js';
import type {Plan, StageDefinition, Step} from '../plan/step.js';
import type {RunState} from '../run/events.js';
import {openHistory} from '../run/history-files.js';
import {probeAll, type Standing} from '../run/probe-all.js';
import {
	attach,
	type AttachOptions,
	type AtWork,
	whatIsAtWork,
} from '../run/attach.js';
import {holdLab} from '../run/lab-lock.js';
import type {RunOptions} from '../run/run.js';
import {run} from '../run/runner.js';
import {type Place, remoteServer} from '../shell/place.js';

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
	readonly probeAll: (steps: readonly Step[], onStanding?: (step: Step, standing: Standing) => void, signal?: AbortSignal) => Promise<ReadonlyMap<string, Standing>>;
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
	readonly close: () => Promise<void>;
};

export type SessionOptions = {
	readonly home: string | undefined;
	readonly environment: NodeJS.ProcessEnv;
	readonly ask: Ask;
	readonly onNote?: (text: string) => void;
	readonly catalogue?: readonly StageDefinition[] | undefined;
};

/**
Opens a lab; connects nowhere yet. Throws a `UserError` for a lab that breaks a rule.
*/
export function openSession(definition: LabDefinition, {
	home, environment, ask, onNote, catalogue,
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
		...(onNote && {onNote}),
	});

	const lookout = {places, lockDirectory: onServer.locks, steps: stepsOf(plan)};

	return {
		plan,
		places,
		async reach(place) {
			await places.connect(place);
		},
		probeAll: async (steps, onStanding, signal) => probeAll(steps, places, {...(onStanding && {onStanding}), ...(signal && {signal})}),
		async run(options) {
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
