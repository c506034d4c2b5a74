import type {Lab, Node} from '../lab/lab.js';
import type {Command} from '../shell/command.js';
import type {Place} from '../shell/place.js';

export type StepContext = {readonly lab: Lab};
export type NodeStepContext = StepContext & {readonly node: Node};

type Definition<Context> = {
	/**
	`stage.verb`, unique in the catalogue.
	*/
	readonly id: string;
	readonly title: string | ((context: Context) => string);
	/**
	One sentence: why the step is there.
	*/
	readonly why: string | ((context: Context) => string);
	/**
	Left out of the plan where it says false (a choice, a profile).
	*/
	readonly when?: (lab: Lab) => boolean;
	/**
	Steps that must be done before. `stage.verb` means the same node's step where both are steps a node, else all of its nodes';
	`stage.verb@node` means that one. A need that the lab's choices left out of the plan is met.
	*/
	readonly needs?: readonly string[] | ((context: Context) => readonly string[]);
	readonly at: Place | ((context: Context) => Place);
	/**
	Read-only; exit status 0 means that the step is done. Run again after the commands, it is the proof.
	*/
	readonly probe: (context: Context) => Command;
	readonly commands: (context: Context) => readonly Command[];
	/**
	Removes what the commands made, checks of whose it is included; tolerates that it is gone already. A step that makes nothing has none.
	*/
	readonly undo?: (context: Context) => readonly Command[];
	/**
	Read-only; exit status 0 means that nothing is left of what the step made, which is more than a probe that does not hold. Where it is left out, that has to do.
	*/
	readonly gone?: (context: Context) => Command;
	/**
	Name of the node whose disk holds what the step makes, where that is not the node of its place: it goes with that disk.
	*/
	readonly heldBy?: (context: Context) => string;
	/**
	What its undo takes from the step's node: the disk with everything on it, or the power.
	*/
	readonly takes?: 'disk' | 'power';
	/**
	Nothing else of the lab may run while it does, and what stands after it in the plan waits for it.
	*/
	readonly isAlone?: boolean;
	/**
	Its probe asks, among other things, whether its place can be reached at all: where it can't, the probe does not hold.
	*/
	readonly provesReach?: boolean;
	/**
	Read-only; what it prints is shown in the report on the lab.
	*/
	readonly evidence?: (context: Context) => Command;
	/**
	For a step that only a person can do: what to do, in sentences. Its commands may prepare it.
	*/
	readonly manual?: (context: Context) => string;
	readonly optional?: boolean;
};

/**
A step of the catalogue that exists once in a lab.
*/
export type LabStepDefinition = Definition<StepContext>;

/**
A step of the catalogue that exists once for each of some nodes.
*/
export type NodeStepDefinition = Definition<NodeStepContext> & {readonly for: (lab: Lab) => readonly Node[]};

export type StepDefinition = LabStepDefinition | NodeStepDefinition;

/**
Declares a step of the catalogue.
*/
export function step(definition: NodeStepDefinition): NodeStepDefinition;
export function step(definition: LabStepDefinition): LabStepDefinition;
export function step(definition: StepDefinition): StepDefinition {
	return definition;
}

export type StageDefinition = {
	readonly id: string;
	readonly title: string;
	/**
	Apart: listed, but never part of a run that does not name it (teardown).
	*/
	readonly isApart?: boolean;
	/**
	Apart, but nothing that anybody has is lost by it (a mirror).
	*/
	readonly isHarmless?: boolean;
	readonly steps: readonly StepDefinition[];
};

/**
A step of one lab, everything filled in.
*/
export type Step = {
	/**
	`stage.verb`, or `stage.verb@node`.
	*/
	readonly id: string;
	/**
	`stage.verb`.
	*/
	readonly kind: string;
	readonly stage: string;
	readonly title: string;
	readonly why: string;
	readonly node?: string;
	readonly place: Place;
	/**
	Ids of steps of the same plan.
	*/
	readonly needs: readonly string[];
	readonly probe: Command;
	readonly commands: readonly Command[];
	readonly undo: readonly Command[];
	readonly gone?: Command;
	readonly heldBy?: string;
	readonly takes?: 'disk' | 'power';
	readonly isAlone?: boolean;
	readonly provesReach?: boolean;
	readonly evidence?: Command;
	readonly manual?: string;
	readonly optional: boolean;
};

export type Stage = {
	readonly id: string;
	readonly title: string;
	readonly isApart: boolean;
	readonly isHarmless?: boolean;
	readonly steps: readonly Step[];
};

/**
The stages and steps of one lab, in the documents' order. Every need stands before the step that has it.
*/
export type Plan = {
	readonly lab: Lab;
	readonly stages: readonly Stage[];
};
