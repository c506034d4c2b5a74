import {onTestFinished} from 'vitest';
import {readFaults} from '../../../source/commands/rehearse-faults.js';
import {connectPlayedServer} from '../../../source/commands/played-server.js';
import {openSession, type Session} from '../../../source/commands/session.js';
import {newDefinition} from '../../../source/lab/defaults.js';
import type {LabDefinition} from '../../../source/lab/definition.js';
import {stepsOf} from '../../../source/plan/plan.js';
import {type Selection, selectSteps} from '../../../source/plan/selection.js';
import {type OpenRehearsal, openRehearsal} from '../../../source/rehearsal/open.js';
import type {FinalStepState, RunState} from '../../../source/run/events.js';
import type {Trouble} from '../../../source/run/run.js';
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
	readonly output: string;
};

export type RehearsedLab = OpenRehearsal & {
	readonly session: Session;
	readonly run: (selection?: Selection, cancelSignal?: AbortSignal) => Promise<Ran>;
	readonly probe: () => ReturnType<Session['probeAll']>;
};

export type RehearsedOptions = {
	/**
	As `--fault` takes them.
	*/
	readonly faults?: readonly string[];
	readonly serverFamily?: 'fedora' | 'debian';
};

/**
A lab of a test's own in this process, with no waiting: the whole engine and the whole connection code, against the stand-ins.
*/
export function rehearsedLab(definition: Partial<LabDefinition> = {}, {faults = [], serverFamily}: RehearsedOptions = {}): RehearsedLab {
	const whole = newDefinition('rehearsed', {server: 'rehearsal', ...definition});
	const opened = openRehearsal({speed: Infinity, faults: readFaults(faults, () => whole), ...(serverFamily !== undefined && {serverFamily})});
	const session = openSession(whole, {
		home: temporaryDirectory(), environment: {}, ask: async () => undefined, ways: {server: async () => connectPlayedServer(opened.server), local: opened.local},
	});
	onTestFinished(async () => {
		await session.close();
	});

	return {
		...opened,
		session,
		async run(selection = {}, cancelSignal = new AbortController().signal) {
			const ends = new Map<string, FinalStepState>();
			const troubles: Trouble[] = [];
			let output = '';
			const state = await session.run({
				steps: selectSteps(session.plan, selection),
				mode: 'until-failure',
				stopSignal: cancelSignal,
				cancelSignal,
				approve: async () => 'run',
				async onTrouble(trouble) {
					troubles.push(trouble);
					return {kind: 'stop'};
				},
				listen(event) {
					if (event.type === 'step.finished') {
						ends.set(event.step, event.state);
					} else if (event.type === 'output') {
						output += new TextDecoder().decode(event.chunk);
					}
				},
			});
			const [first] = troubles;
			return {
				state, ends, output, trouble: first && `${first.step.id} is ${first.state}: ${first.reason}`,
			};
		},
		probe: async () => session.probeAll(stepsOf(session.plan).filter(step => !session.plan.stages.find(({id}) => id === step.stage)!.isApart)),
	};
}
