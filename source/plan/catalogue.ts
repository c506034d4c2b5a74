import {baseVmStage} from '../../steps/base-vm.js';
import {cniNetworkingStage} from '../../steps/cni-networking.js';
import {cniStage} from '../../steps/cni.js';
import {dpuPlumbingStage} from '../../steps/dpu-plumbing.js';
import {gatewayStage} from '../../steps/gateway.js';
import {kubernetesStage} from '../../steps/kubernetes.js';
import {launchStage} from '../../steps/launch.js';
import {mirrorStage} from '../../steps/mirror.js';
import {remainingVmsStage} from '../../steps/remaining-vms.js';
import {teardownStage} from '../../steps/teardown.js';
import {verificationStage} from '../../steps/verification.js';
import type {StageDefinition} from './step.js';

/**
The catalogue: the documents' stages in their order.
*/
export const stages: readonly StageDefinition[] = [
	baseVmStage,
	gatewayStage,
	kubernetesStage,
	cniStage,
	remainingVmsStage,
	cniNetworkingStage,
	launchStage,
	dpuPlumbingStage,
	verificationStage,
	mirrorStage,
	teardownStage,
];
