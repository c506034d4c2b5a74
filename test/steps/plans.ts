import type {Lab} from '../../source/lab/lab.js';
import {makePlan, stepsOf} from '../../source/plan/plan.js';
import type {Plan, StageDefinition, Step} from '../../source/plan/step.js';
import {baseVmStage} from '../../steps/base-vm.js';
import {cniNetworkingStage} from '../../steps/cni-networking.js';
import {cniStage} from '../../steps/cni.js';
import {dpuPlumbingStage} from '../../steps/dpu-plumbing.js';
import {gatewayStage} from '../../steps/gateway.js';
import {kubernetesStage} from '../../steps/kubernetes.js';
import {launchStage} from '../../steps/launch.js';
import {remainingVmsStage} from '../../steps/remaining-vms.js';
import {teardownStage} from '../../steps/teardown.js';
import {verificationStage} from '../../steps/verification.js';

const stages: readonly StageDefinition[] = [
	baseVmStage,
	gatewayStage,
	kubernetesStage,
	cniStage,
	remainingVmsStage,
	cniNetworkingStage,
	launchStage,
	dpuPlumbingStage,
	verificationStage,
	teardownStage,
];

export const laterStages: ReadonlySet<string> = new Set(['kubernetes', 'cni', 'cni-networking', 'launch', 'dpu-plumbing', 'verification', 'teardown']);

export const planOf = (lab: Lab): Plan => makePlan(lab, stages);

/**
A step of a lab's plan by its whole id.
*/
export function stepOf(lab: Lab, id: string): Step {
	const found = stepsOf(planOf(lab)).find(step => step.id === id);
	if (found === undefined) {
		throw new Error(`There is no step ${id}`);
	}

	return found;
}

export const idsOf = (lab: Lab): readonly string[] => stepsOf(planOf(lab)).map(({id}) => id);

/**
All that a step runs, in one text.
*/
export const textOf = (step: Step): string => step.commands.map(({text}) => text).join('\n');
