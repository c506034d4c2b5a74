import {baseVmStage} from '../../steps/base-vm.js';
import {cniNetworkingStage} from '../../steps/cni-networking.js';
import {cniStage} from '../../steps/cni.js';
import {dpuPlumbingStage} from '../../steps/dpu-plumbing.js';
import {gatewayStage} from '../../steps/gateway.js';
import {kubernetesStage} from '../../steps/kubernetes.js';
import {launchStage} from '../../steps/launch.js';
import {mirrorStage} from '../../steps/mirror.js';
import {remainingVmsStage} from '../../steps/remaining-vms.js';
import {rewindStage} from '../../steps/rewind.js';
import {withSnapshot} from '../../steps/snapshots.js';
import {teardownStage} from '../../steps/teardown.js';
import {verificationStage} from '../../steps/verification.js';
import type {StageDefinition} from './step.js';

/**
The catalogue: the documents' stages in their order.
*/
export const stages: readonly StageDefinition[] = [
	baseVmStage,
	withSnapshot(gatewayStage),
	kubernetesStage,
	withSnapshot(cniStage),
	withSnapshot(remainingVmsStage),
	withSnapshot(cniNetworkingStage),
	withSnapshot(launchStage),
	withSnapshot(dpuPlumbingStage),
	withSnapshot(verificationStage),
	mirrorStage,
	teardownStage,
];

/**
The ways back to a stage's end. No part of the plan: which of them is wanted is for a person to say.
*/
export const rewinds: StageDefinition = rewindStage;
