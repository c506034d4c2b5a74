import type {Context} from './context.js';
import type {KubeObject} from './model.js';
import {podSpec} from './views.js';

/**
What really is in the image of a pod's last container: names can lie.
*/
export function softwareOf(pod: KubeObject, {kubelets}: Context): string | undefined {
	const {nodeName = '', containers} = podSpec(pod);
	return kubelets.get(nodeName)?.machine.images.get(containers.at(-1)!.image)?.software;
}
