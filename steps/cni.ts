import type {Lab} from '../source/lab/lab.js';
import {type StageDefinition, type StepDefinition, step} from '../source/plan/step.js';
import {
	beside,
	destructive,
	sh,
	sudo,
} from '../source/shell/command.js';
import {remoteServer} from '../source/shell/place.js';
import {buildImage, builtIsGone, removeBuilt} from './cni/build.js';
import {chartDirectory, fetchChart} from './cni/chart.js';
import {flannelManifest, helmArchive, multusManifest} from './cni/files.js';
import {
	devicePluginCommit,
	devicePluginImage,
	flannelImage,
	flannelPluginImage,
	multusImage,
	ovnkCommit,
	ovnkImage,
	testImage,
} from './cni/images.js';
import {kubernetesImagesStep} from './cni/kubernetes-images.js';
import {hasMirror, isMirrored, mirrorStep} from './cni/mirror.js';
import {installOpenVswitch} from './cni/open-vswitch.js';
import {variable} from './launch/variable.js';
import {bakeStep} from './parts/bake.js';
import {fetchStep} from './parts/fetch.js';
import {addedPackagesAreGone, installPackagesAnywhere, removeAddedPackages} from './parts/packages.js';
import {notePath} from './parts/server-notes.js';

/**
What the image of a node with Open vSwitch gets on top of the Kubernetes one; bash, as root in the guest.
*/
export const openVswitchRecipe = (lab: Lab): readonly string[] => installOpenVswitch(lab).map(({text}) => text);

const isOffload = (lab: Lab) => lab.profile === 'offload';
const builds = (lab: Lab) => buildsOvnk(lab) || (isOffload(lab) && buildsDevicePlugin(lab));
const buildsOvnk = (lab: Lab) => variable(lab, 'OVNK_FROM') === 'built';
// Where there is a mirror, what is built elsewhere lies in it as an archive.
const buildsDevicePlugin = (lab: Lab) => variable(lab, 'DP_IMAGE') === '' && !hasMirror(lab);

const toolsNote = notePath('packages-cni');

const tools: StepDefinition = step({
	id: 'cni.tools',
	title: 'Install the tools for images on the server',
	why: 'Images are copied to the gateway\'s registry once and by digest; the nodes then pull over the lab\'s own networks.',
	needs: ['gateway.serves'],
	at: remoteServer,
	probe: ({lab}) => builds(lab)
		? sh`test "$(command -v skopeo curl podman git make | wc -l)" = 5`
		: sh`test "$(command -v skopeo curl | wc -l)" = 2`,
	commands({lab}) {
		const names = ['skopeo', 'curl', 'tar', ...(builds(lab) ? ['podman', 'git', 'make'] : [])];
		return [installPackagesAnywhere({fedora: names, debian: names}, toolsNote)];
	},
	undo: () => [removeAddedPackages(toolsNote)],
	gone: () => addedPackagesAreGone(toolsNote),
});

const built: StepDefinition = step({
	id: 'cni.build-ovnk',
	title: 'Build OVN-Kubernetes and push its image to the gateway',
	why: 'Your choice OVNK_FROM=built: the image of one commit, built on the server; it takes 10 to 20 minutes.',
	when: buildsOvnk,
	needs: ['cni.tools', 'gateway.serves'],
	at: remoteServer,
	probe: ({lab}) => isMirrored(lab, ovnkImage(lab)),
	commands: ({lab}) => [buildImage(lab, {
		commit: ovnkCommit(lab),
		source: variable(lab, 'OVNK_SOURCE_URL') === '' ? `https://github.com/ovn-kubernetes/ovn-kubernetes/archive/${ovnkCommit(lab)}.tar.gz` : variable(lab, 'OVNK_SOURCE_URL'),
		variable: 'OVNK_SOURCE_URL',
		// The Makefile gives the build its context, the root of the sources, and the builder image (D17).
		make: name => sh`make -C dist/images fedora-image OCI_BIN=podman IMAGE=${name}`,
	}, ovnkImage(lab))],
	undo: ({lab}) => removeBuilt(lab, ovnkImage(lab)),
	gone: ({lab}) => builtIsGone(lab, ovnkImage(lab)),
	heldBy: ({lab}) => lab.gateway.name,
});

const builtDevicePlugin: StepDefinition = step({
	id: 'cni.build-device-plugin',
	title: 'Build the device plugin and push its image to the gateway',
	why: 'Pods of a DPU host ask for a VF by this plugin; upstream publishes it only unpinned, in a personal repository.',
	when: lab => isOffload(lab) && buildsDevicePlugin(lab),
	needs: ['cni.tools', 'gateway.serves'],
	at: remoteServer,
	probe: ({lab}) => isMirrored(lab, devicePluginImage(lab)),
	commands: ({lab}) => [buildImage(lab, {
		commit: devicePluginCommit,
		source: variable(lab, 'DP_SOURCE_URL'),
		variable: 'DP_SOURCE_URL',
		make: name => sh`podman build -t ${name} -f deploy/device-plugin/Dockerfile .`,
	}, devicePluginImage(lab))],
	undo: ({lab}) => removeBuilt(lab, devicePluginImage(lab)),
	gone: ({lab}) => builtIsGone(lab, devicePluginImage(lab)),
	heldBy: ({lab}) => lab.gateway.name,
});

const chart: StepDefinition = step({
	id: 'cni.chart',
	title: 'Fetch the Helm chart of the image\'s commit',
	why: 'The chart sets what the image\'s scripts read: only a chart of the same commit fits. (The documents\' daemonset.sh was removed upstream.)',
	needs: ['cni.mirror-ovnk', 'cni.build-ovnk'],
	at: remoteServer,
	probe: ({lab}) => sh`sudo test -s ${`${chartDirectory(lab)}/COMMIT`} && sudo test -s ${`${chartDirectory(lab)}/Chart.yaml`}`,
	commands: ({lab}) => [beside(fetchChart(lab))],
	undo: ({lab}) => [destructive(sudo`rm -rf -- ${chartDirectory(lab)}`)],
	gone: ({lab}) => sh`! sudo test -e ${chartDirectory(lab)}`,
});

export const cniStage: StageDefinition = {
	id: 'cni',
	title: 'CNI',
	steps: [
		bakeStep({
			id: 'cni.image',
			title: 'Make the image of a node with Open vSwitch',
			why: 'Open vSwitch comes from the distribution, in a layer that only nodes with it use, and is never started there: a started one is copied with its identity.',
			needs: ['kubernetes.image'],
			image: lab => lab.ovsImage,
			backing: lab => lab.kubernetesImage,
			recipe: openVswitchRecipe,
		}),
		tools,
		mirrorStep({
			id: 'cni.mirror-ovnk',
			title: 'Copy the OVN-Kubernetes image to the gateway',
			why: 'All nodes run the one image that was copied, however the published tag moves on.',
			when: lab => !buildsOvnk(lab),
			source: lab => variable(lab, 'OVNK_IMAGE'),
			image: ovnkImage,
		}),
		built,
		chart,
		mirrorStep({
			id: 'cni.mirror-device-plugin',
			title: 'Copy the device plugin\'s image to the gateway',
			why: 'Pods of a DPU host ask for a VF by this plugin.',
			when: lab => isOffload(lab) && !buildsDevicePlugin(lab),
			source: lab => variable(lab, 'DP_IMAGE'),
			image: devicePluginImage,
		}),
		builtDevicePlugin,
		mirrorStep({
			id: 'cni.mirror-multus',
			title: 'Copy Multus to the gateway',
			why: 'Multus hands a pod\'s VF to OVN-Kubernetes; its manifest names a snapshot, the lab pins a release.',
			when: isOffload,
			source: lab => variable(lab, 'MULTUS_IMAGE'),
			image: multusImage,
		}),
		mirrorStep({
			id: 'cni.mirror-flannel',
			title: 'Copy flannel to the gateway',
			why: 'In the profile offload the infra cluster\'s own network is flannel: two stacks of OVN-Kubernetes cannot share a DPU.',
			when: isOffload,
			source: lab => variable(lab, 'FLANNEL_IMAGE'),
			image: flannelImage,
		}),
		mirrorStep({
			id: 'cni.mirror-flannel-plugin',
			title: 'Copy flannel\'s CNI plugin to the gateway',
			why: 'flannel\'s release names it by a tag of its own.',
			when: isOffload,
			source: lab => variable(lab, 'FLANNEL_PLUGIN_IMAGE'),
			image: flannelPluginImage,
		}),
		kubernetesImagesStep,
		fetchStep({
			id: 'cni.fetch-helm',
			title: 'Fetch helm',
			why: 'OVN-Kubernetes is deployed by its chart. One archive, fetched to the server and checked there, for both controllers.',
			file: helmArchive,
		}),
		fetchStep({
			id: 'cni.fetch-flannel',
			title: 'Fetch flannel\'s manifest',
			why: 'Of the pinned release, with its sum: not whatever `latest` is today.',
			when: isOffload,
			file: flannelManifest,
		}),
		fetchStep({
			id: 'cni.fetch-multus',
			title: 'Fetch Multus\' manifest',
			why: 'Of the pinned release, with its sum: not whatever the main branch is today.',
			when: isOffload,
			file: multusManifest,
		}),
		mirrorStep({
			id: 'cni.mirror-test',
			title: 'Copy the test pods\' image to the gateway',
			why: 'The verification starts pods that ping and ask DNS.',
			when: lab => lab.profile !== 'ctrl-only',
			source: lab => variable(lab, 'TEST_IMAGE'),
			image: testImage,
		}),
	],
};
