import type {Lab} from '../source/lab/lab.js';
import type {StageDefinition} from '../source/plan/step.js';
import {distributionPackages, installKubernetes} from './kubernetes/packages.js';
import {installRuntime} from './kubernetes/runtime.js';
import {nodeSettings} from './kubernetes/settings.js';
import {variable} from './launch/variable.js';
import {bakeStep} from './parts/bake.js';

/**
What the image of a Kubernetes node gets on top of the golden one; bash, as root in the guest.
*/
export function kubernetesRecipe(lab: Lab): readonly string[] {
	const inTemplate = variable(lab, 'KUBERNETES_IN') === 'template';
	return [
		...distributionPackages(lab),
		...nodeSettings(lab),
		...(inTemplate ? [...installRuntime(lab), ...installKubernetes(lab)] : []),
	].map(({text}) => text);
}

export const kubernetesStage: StageDefinition = {
	id: 'kubernetes',
	title: 'Kubernetes',
	steps: [
		bakeStep({
			id: 'kubernetes.image',
			title: 'Make the image of a Kubernetes node',
			why: 'What the documents install in infra-1 and clone is put once into a layer on the golden image, so that no clone inherits a host name, a key or a machine id.',
			needs: ['base-vm.golden'],
			image: lab => lab.kubernetesImage,
			backing: lab => lab.goldenImage,
			recipe: kubernetesRecipe,
		}),
	],
};
