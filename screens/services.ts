import type {Ask} from '../source/connection/connection.js';
import type {LabDefinition} from '../source/lab/definition.js';
import type {Plan, Step} from '../source/plan/step.js';
import type {UndoPlan} from '../source/plan/undo.js';
import type {AtWork} from '../source/run/attach.js';
import type {RunListener, RunState} from '../source/run/events.js';
import type {Standing} from '../source/run/probe-all.js';
import type {Decision, RunMode, Trouble} from '../source/run/run.js';
import type {Place} from '../source/shell/place.js';

/**
The labs of this machine.
*/
export type LabShelf = {
	readonly labs: () => readonly LabDefinition[];
	/**
	The one in use.
	*/
	readonly current: () => LabDefinition | undefined;
	readonly save: (definition: LabDefinition) => void;
	readonly use: (name: string) => void;
	readonly remove: (name: string) => void;
	/**
	What a person should know about the store: that it was set aside, and where it is now.
	*/
	readonly notices: () => readonly string[];
};

/**
What of earlier runs is on this machine.
*/
export type PastRuns = {
	readonly lastLog: (stepId: string) => string | undefined;
	readonly usualDuration: (stepId: string) => number | undefined;
};

export type SessionRunOptions = {
	readonly steps: readonly Step[];
	readonly mode: RunMode;
	readonly approve: (step: Step, scope: 'step' | 'stage') => Promise<'run' | 'skip' | 'stop'>;
	readonly onTrouble: (trouble: Trouble) => Promise<Decision>;
	readonly listen: RunListener;
	readonly stopSignal: AbortSignal;
	readonly cancelSignal: AbortSignal;
	readonly detachSignal: AbortSignal;
};

/**
One lab, with its places reached when they are first needed. What can't be reached rejects with a `PlaceError`.
*/
export type Session = {
	readonly reach: (place: Place) => Promise<void>;
	readonly probeAll: (onStanding: (step: Step, standing: Standing) => void, signal: AbortSignal) => Promise<void>;
	/**
	What undoing steps comes to. Changes nothing.
	*/
	readonly askUndo: (wanted: readonly Step[]) => Promise<UndoPlan>;
	/**
	After a teardown: the engine's own traces on the server and here go.
	*/
	readonly tidy: () => Promise<void>;
	readonly run: (options: SessionRunOptions) => Promise<RunState>;
	/**
	Who holds the lab, and what runs there.
	*/
	readonly atWork: () => Promise<AtWork>;
	/**
	Watches what runs there to its end. Read-only.
	*/
	readonly attach: (options: {readonly listen: RunListener; readonly signal: AbortSignal}) => Promise<RunState>;
	/**
	Argv of a local program that gives a person a terminal there.
	*/
	readonly terminal: (place: Place) => Promise<readonly string[]>;
	readonly close: () => Promise<void>;
};

/**
Everything that the screens need of the engine. They know no ssh and no disk.
*/
export type WizardServices = {
	readonly version: string;
	readonly shelf: LabShelf;
	readonly rehearsal: {
		/**
		All that is shown is played: every screen says so.
		*/
		readonly isOn: boolean;
		/**
		The wizard begins again, on the rehearsal lab, when it has been left.
		*/
		readonly begin: () => void;
	};
	readonly newDefinition: (name: string) => LabDefinition;
	/**
	Throws a `UserError` for a lab that breaks a rule.
	*/
	readonly planOf: (definition: LabDefinition) => Plan;
	/**
	Connects nowhere yet.
	*/
	readonly openSession: (definition: LabDefinition, ask: Ask) => Promise<Session>;
	readonly pastRuns: (definition: LabDefinition) => PastRuns;
	/**
	The last output that a person wants to read, in their pager. Has the terminal until it ends.
	*/
	readonly pager: (path: string) => Promise<void>;
	/**
	A text in the person's editor; undefined when the editor failed. Has the terminal until it ends.
	*/
	readonly edit: (text: string) => Promise<string | undefined>;
	/**
	Runs a program that has the terminal until it ends.
	*/
	readonly runInTerminal: (argv: readonly string[]) => Promise<void>;
	/**
	What a person reads of an error, line by line: what is wrong, and what to try. For a bug a report is written, and its path is one of the lines.
	*/
	readonly explain: (error: unknown) => readonly string[];
};
