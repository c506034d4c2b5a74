import {createContext, use} from 'react';
import type {LabDefinition} from '../source/lab/definition.js';
import type {Plan, Step} from '../source/plan/step.js';
import type {RunMode} from '../source/run/run.js';
import type {QuestionDesk} from './question-desk.js';
import type {Route} from './routes.js';
import type {RunController} from './run/controller.js';
import type {WizardServices} from './services.js';
import type {SessionDesk} from './session-desk.js';
import type {WizardState} from './wizard-state.js';

/**
The plan of the lab in use, or why there is none.
*/
export type PlanInSight =
	| {readonly kind: 'plan'; readonly plan: Plan}
	| {readonly kind: 'none'; readonly lines: readonly string[]};

export type RemovalRun = {readonly isRemoval: true; readonly isLast: boolean};

/**
What every screen can reach.
*/
export type Wizard = {
	readonly services: WizardServices;
	readonly sessions: SessionDesk;
	readonly questions: QuestionDesk;
	readonly state: WizardState;
	readonly plan: PlanInSight;
	/**
	Window size, in columns and rows.
	*/
	readonly size: {readonly columns: number; readonly rows: number};
	/**
	Something lies over the screen, and has the keys.
	*/
	readonly isCovered: boolean;
	readonly run: RunController | undefined;
	readonly go: (route: Route) => void;
	readonly startAt: (route: Route) => void;
	readonly back: () => void;
	readonly say: (text: string) => void;
	/**
	Saves a lab and uses it from now on.
	*/
	readonly saveLab: (definition: LabDefinition) => void;
	readonly useLab: (name: string) => void;
	readonly removeLab: (name: string) => void;
	/**
	`removal` says that the steps take something back: what is known of the lab is asked anew then, and where it was the last of the lab, its traces go too.
	*/
	readonly startRun: (steps: readonly Step[], mode: RunMode, removal?: RemovalRun) => Promise<void>;
	/**
	Looks on at what somebody else started in the lab.
	*/
	readonly startWatch: () => Promise<void>;
	/**
	Gives the whole terminal to something else, and takes it back. What it throws is said in the status line.
	*/
	readonly suspend: (task: () => Promise<void>) => Promise<void>;
	readonly leave: (status: number) => void;
	/**
	What the runs so far stand for.
	*/
	readonly exitStatus: () => number;
};

export const WizardContext = createContext<Wizard | undefined>(undefined);

export function useWizard(): Wizard {
	const wizard = use(WizardContext);
	if (!wizard) {
		throw new Error('A screen was drawn outside of the wizard');
	}

	return wizard;
}

/**
The lab in use, for screens that are only shown when there is one.
*/
export function useDefinition(): LabDefinition {
	const {definition} = useWizard().state;
	if (!definition) {
		throw new Error('This screen needs a lab');
	}

	return definition;
}
