import type {StageDefinition} from '../source/plan/step.js';
import {coredns} from './dpu-plumbing/coredns.js';
import {devicePlugin} from './dpu-plumbing/device-plugin.js';
import {accessSecret, dpuLabels, dpuRelease} from './dpu-plumbing/dpu-release.js';
import {externalIdsStep} from './dpu-plumbing/external-ids.js';
import {multus} from './dpu-plumbing/multus.js';
import {representors} from './dpu-plumbing/representors.js';

/**
What the documents leave as their three TODOs, for the profile `offload`. VF 0 is in the DPU's Open vSwitch already (`cni-networking.dpu`): the host's
own network needs it first.
*/
export const dpuPlumbingStage: StageDefinition = {
	id: 'dpu-plumbing',
	title: 'DPU plumbing',
	steps: [representors, externalIdsStep, devicePlugin, multus, accessSecret, dpuLabels, dpuRelease, coredns],
};
