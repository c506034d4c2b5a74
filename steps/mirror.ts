import type {Lab} from '../source/lab/lab.js';
import {mirrorForServer} from '../source/lab/mirror.js';
import {type StageDefinition, step} from '../source/plan/step.js';
import {sh} from '../source/shell/command.js';
import {remoteServer} from '../source/shell/place.js';
import {variable} from './launch/variable.js';
import {containers} from './mirror/containers.js';
import {filePart, pathOf, workshop} from './mirror/local.js';
import {
	containerdPackages,
	crioPackages,
	distributionPackages,
	kubernetesPackages,
} from './mirror/repositories.js';

const isIso = (lab: Lab): boolean => variable(lab, 'IMAGE_KIND') === 'iso';
const isOffload = (lab: Lab): boolean => lab.profile === 'offload';

const bring = step({
	id: 'mirror.bring',
	title: ({lab}) => `Bring the mirror to ${variable(lab, 'MIRROR')}`,
	why: 'The server reads it there, and the VMs ask for it.',
	when: lab => variable(lab, 'MIRROR') !== '',
	at: remoteServer,
	probe({lab}) {
		const mirror = mirrorForServer(name => variable(lab, name));
		const files = [pathOf(lab, 'HELM_URL'), pathOf(lab, 'OVNK_SOURCE_URL'), 'containers/kubernetes/images.txt'].map(path => `${mirror}/${path}`);
		return mirror.startsWith('/')
			? sh`for file in ${files}; do sudo test -s "$file" || exit 1; done`
			: sh`for url in ${files}; do curl -fsSI --max-time 3 -o /dev/null "$url" || exit 1; done`;
	},
	commands: () => [],
	manual: ({lab}) => variable(lab, 'MIRROR').startsWith('/')
		? `Copy what is in ${workshop} on your machine to ${variable(lab, 'MIRROR')} on the server (rsync -a ${workshop}/ SERVER:${variable(lab, 'MIRROR')}/, or a disk), readable by everybody. Then let it be proved.`
		: `Let your web server give what is in ${workshop} on your machine at ${variable(lab, 'MIRROR')}. Then let it be proved.`,
});

/**
Everything that a lab of these choices fetches, as a folder that a machine with the Internet puts together. Apart: most labs have the Internet.
*/
export const mirrorStage: StageDefinition = {
	id: 'mirror',
	title: 'Mirror',
	isApart: true,
	isHarmless: true,
	steps: [
		filePart('IMAGE_URL', {
			id: 'mirror.cloud-image', what: lab => `the cloud image of ${lab.guestFamily === 'debian' ? 'Debian' : 'Fedora'}`, why: 'What every VM is made from.', sum: 'IMAGE_SHA256', when: lab => !isIso(lab),
		}),
		filePart('ISO_URL', {
			id: 'mirror.iso', what: () => 'the installer\'s ISO', why: 'What the golden VM is installed from.', sum: 'ISO_SHA256', when: isIso,
		}),
		distributionPackages,
		kubernetesPackages,
		crioPackages,
		containerdPackages,
		filePart('HELM_URL', {
			id: 'mirror.helm', what: lab => `helm ${variable(lab, 'HELM_VERSION')}`, why: 'It deploys OVN-Kubernetes.', sum: 'HELM_SHA256',
		}),
		filePart('FLANNEL_URL', {
			id: 'mirror.flannel', what: lab => `flannel's manifest, ${variable(lab, 'FLANNEL_TAG')}`, why: 'The infra cluster\'s network in the profile offload.', sum: 'FLANNEL_SHA256', when: isOffload,
		}),
		filePart('MULTUS_URL', {
			id: 'mirror.multus', what: lab => `Multus' manifest, ${variable(lab, 'MULTUS_TAG')}`, why: 'It hands a pod\'s VF to OVN-Kubernetes.', sum: 'MULTUS_SHA256', when: isOffload,
		}),
		...containers,
		bring,
	],
};
