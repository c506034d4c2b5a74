import type {NodeStepDefinition} from '../../source/plan/step.js';
import {clone} from './vm/clone.js';
import {define} from './vm/define.js';
import {ready} from './vm/ready.js';
import {seed} from './vm/seed.js';
import type {VmStage} from './vm/stage.js';
import {start} from './vm/start.js';

/**
The steps that make a node's VM, from its disk to its first login.
*/
export const vmSteps = (stage: VmStage): readonly NodeStepDefinition[] => [
	clone(stage),
	seed(stage),
	define(stage),
	start(stage),
	ready(stage),
];
