import {onTestFinished} from 'vitest';
import {readFaults} from '../../../source/commands/rehearse-faults.js';
import {connectPlayedServer} from '../../../source/commands/played-server.js';
import {openSession, type Session} from '../../../source/commands/session.js';
import {newDefinition} from '../../../source/lab/defaults.js';
import type {LabDefinition} from '../../../source/lab/definition.js';
import {validLab} from '../../../source/lab/validate.js';
import {makePlan} from '../../../source/plan/plan.js';
import {type Selection, selectSteps} from '../../../source/plan/selection.js';
import type {Plan, StageDefinition, Step} from '../../../source/plan/step.js';
import type {Fault, Faults} from '../../../source/rehearsal/faults.js';
import {type OpenRehearsal, openRehearsal} from '../../../source/rehearsal/open.js';
import type {FinalStepState, RunState} from '../../../source/run/events.js';
import type {Decision, Trouble} from '../../../source/run/run.js';
import {temporaryDirectory} from '../../stand-in/temporary-directory.js';

export type Ran = {
	readonly state: RunState;
	/**
	How each step ended, by its id.
	*/
	readonly ends: ReadonlyMap<string, FinalStepState>;
	/**
	The first trouble's words, for a test's message.
	*/
	readonly trouble: string | undefined;
	readonly troubles: readonly Trouble[];
	readonly output: string;
	/**
	Steps whose place was lost while they were at work.
	*/
	readonly broken: ReadonlySet<string>;
};

export type RunningOptions = {
	readonly cancelSignal?: AbortSignal;
	/**
	How many steps at a time.
	*/
	readonly parallel?: number;
	/**
	What a person would say; `stop` where it is left out.
	*/
	readonly onTrouble?: (trouble: Trouble) => Promise<Decision>;
};

export type RehearsedLab = OpenRehearsal & {
	readonly session: Session;
	readonly runSteps: (steps: readonly Step[], options?: RunningOptions) => Promise<Ran>;
	readonly run: (selection?: Selection, cancelSignal?: AbortSignal) => Promise<Ran>;
	readonly probe: () => ReturnType<Session['probeAll']>;
	/**
	What went wrong on purpose so far.
	*/
	readonly faultsTaken: ReadonlyArray<Fault['kind']>;
};

export type RehearsedOptions = {
	/**
	As `--fault` takes them; or of the test's own.
	*/
	readonly faults?: readonly string[] | Faults;
	readonly serverFamily?: 'fedora' | 'debian';
	/**
	What goes wrong once at each step of the lab.
	*/
	readonly faultEverywhere?: 'exit' | 'lie' | 'drop';
	/**
	A world in which an earlier lab was; else a new one.
	*/
	readonly inside?: OpenRehearsal;
	/**
	Other stages than the documents'.
	*/
	readonly catalogue?: readonly StageDefinition[];
};

/**
A lab of a test's own in this process, with no waiting: the whole engine and the whole connection code, against the stand-ins.
*/
export function rehearsedLab(definition: Partial<LabDefinition> = {}, {faults = [], serverFamily, faultEverywhere, inside, catalogue}: RehearsedOptions = {}): RehearsedLab {
	const made = newDefinition('rehearsed', {server: 'rehearsal', ...definition});
	const whole = {...made, id: definition.id ?? made.id};
	const faultsTaken: Array<Fault['kind']> = [];
	const named = 'take' in faults ? faults : readFaults(faults, () => whole);
	const faulty = faultEverywhere === undefined ? named : faultAtEachStep(offeredSteps(makePlan(validLab(whole))), faultEverywhere);
	const opened = inside ?? openRehearsal({
		speed: Infinity,
		faults: {
			take(script) {
				const kind = faulty.take(script);
				faultsTaken.push(...(kind === undefined ? [] : [kind]));
				return kind;
			},
		},
		...(serverFamily !== undefined && {serverFamily}),
	});
	const session = openSession(whole, {
		home: temporaryDirectory(), environment: {}, ask: async () => undefined, catalogue, ways: {server: async () => connectPlayedServer(opened.server), local: opened.local},
	});
	onTestFinished(async () => {
		await session.close();
	});

	const runSteps = async (steps: readonly Step[], {cancelSignal = new AbortController().signal, parallel, onTrouble}: RunningOptions = {}): Promise<Ran> => {
		// The wizard loads it when it first reaches a node: nobody's deadline shall pass while the test's runner looks for a file.
		await import('../../../source/connection/node/connect.js');
		const ends = new Map<string, FinalStepState>();
		const troubles: Trouble[] = [];
		const broken = new Set<string>();
		let output = '';
		const state = await session.run({
			steps,
			mode: 'until-failure',
			...(parallel !== undefined && {parallel}),
			stopSignal: cancelSignal,
			cancelSignal,
			approve: async () => 'run',
			async onTrouble(trouble) {
				troubles.push(trouble);
				return onTrouble ? onTrouble(trouble) : {kind: 'stop'};
			},
			listen(event) {
				if (event.type === 'step.finished') {
					ends.set(event.step, event.state);
					return;
				}

				if (event.type === 'place.lost') {
					broken.add(event.step);
				} else if (event.type === 'output') {
					output += new TextDecoder().decode(event.chunk);
				}
			},
		});
		const [first] = troubles;
		return {
			state, ends, output, troubles, broken, trouble: first && `${first.step.id} is ${first.state}: ${first.reason}`,
		};
	};

	return {
		...opened,
		session,
		faultsTaken,
		runSteps,
		run: async (selection = {}, cancelSignal = new AbortController().signal) => runSteps(selectSteps(session.plan, selection), {cancelSignal}),
		probe: async () => session.probeAll(offeredSteps(session.plan)),
	};
}

/**
The steps of a run that names none.
*/
export const offeredSteps = (plan: Plan): readonly Step[] => plan.stages.filter(({isApart}) => !isApart).flatMap(({steps}) => steps);

/**
Each step's first attempt goes wrong: at its first command, or for a lie at all of them. The same text in two steps goes wrong twice.
*/
function faultAtEachStep(steps: readonly Step[], kind: 'exit' | 'lie' | 'drop'): Faults {
	const left = new Map<string, number>();
	for (const {text} of steps.flatMap(({commands}) => kind === 'lie' ? commands : commands.slice(0, 1))) {
		left.set(text, (left.get(text) ?? 0) + 1);
	}

	return {
		take(script) {
			const count = left.get(script) ?? 0;
			left.set(script, count - 1);
			return count > 0 ? kind : undefined;
		},
	};
}
