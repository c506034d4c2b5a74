import type {Lab, Node} from '../../../source/lab/lab.js';
import type {NodeStepContext} from '../../../source/plan/step.js';

/**
Where in the catalogue VMs are made, and of which nodes.
*/
export type VmStage = {
	readonly stage: string;
	readonly for: (lab: Lab) => readonly Node[];
	/**
	Steps that must be done before the disk can be made: the image that it is an overlay of.
	*/
	readonly cloneNeeds: (context: NodeStepContext) => readonly string[];
	/**
	Steps that must be done before the VM can start: what its NICs are plugged into.
	*/
	readonly startNeeds: readonly string[];
};
