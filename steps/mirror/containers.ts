import type {Lab} from '../../source/lab/lab.js';
import type {StepDefinition} from '../../source/plan/step.js';
import {type Command, fragment, sh} from '../../source/shell/command.js';
import {
	devicePluginCommit,
	devicePluginImage,
	digestOf,
	flannelImage,
	flannelPluginImage,
	type MirroredImage,
	multusImage,
	ovnkImage,
	registryImage,
	sourceOf,
	testImage,
} from '../cni/images.js';
import {archiveName, kubernetesImages} from '../cni/kubernetes-images.js';
import {archiveOf} from '../cni/mirror.js';
import {variable} from '../launch/variable.js';
import {
	download,
	inWorkshop,
	part,
	pathOf,
	upstreamOf,
} from './local.js';

type Container = {
	readonly id: string;
	/**
	The variable that holds the image's name.
	*/
	readonly from: string;
	readonly image: (lab: Lab) => MirroredImage;
	readonly when?: (lab: Lab) => boolean;
};

const pinnedOrNot = (image: string): string => digestOf(image) === undefined ? `${image} (no digest pins it)` : image;

// Every architecture, so that the digest stays what it is.
const save = (image: string, path: string): Command => sh`
	set -e
	archive=${inWorkshop(path)}
	mkdir -p "$(dirname "$archive")"
	rm -f "$archive.part"
	skopeo copy --all --retry-times 3 ${`docker://${sourceOf(image)}`} "oci-archive:$archive.part"
	mv "$archive.part" "$archive"
`;

const container = ({id, from, image, when}: Container): StepDefinition => part({
	id,
	what: lab => pinnedOrNot(variable(lab, from)),
	why: 'An archive in the OCI layout, which the server copies to the gateway\'s registry.',
	...(when && {when}),
	path: lab => archiveOf(image(lab)),
	fill: lab => [save(variable(lab, from), archiveOf(image(lab)))],
});

const isOffload = (lab: Lab): boolean => lab.profile === 'offload';
const isBuilt = (lab: Lab): boolean => variable(lab, 'DP_IMAGE') === '';

const devicePluginSources = part({
	id: 'mirror.device-plugin-sources',
	what: () => `the sources of the device plugin, commit ${devicePluginCommit}`,
	why: 'Its image is built of them in the next step; in the lab nothing is built.',
	when: lab => isOffload(lab) && isBuilt(lab),
	path: lab => pathOf(lab, 'DP_SOURCE_URL'),
	fill: lab => [download(upstreamOf(lab, 'DP_SOURCE_URL'), pathOf(lab, 'DP_SOURCE_URL'))],
});

const builtDevicePlugin = part({
	id: 'mirror.device-plugin-image',
	what: () => 'the device plugin, built of its sources',
	why: 'The build fetches Go\'s modules and two base images: it takes the Internet.',
	when: lab => isOffload(lab) && isBuilt(lab),
	needs: ['mirror.device-plugin-sources'],
	path: lab => archiveOf(devicePluginImage(lab)),
	fill(lab) {
		const name = `localhost/${devicePluginImage(lab).name}:${devicePluginImage(lab).tag}`;
		return [sh`
			set -euo pipefail
			sources=$(mktemp -d)
			trap 'rm -rf "$sources"' EXIT
			tar -xzf ${inWorkshop(pathOf(lab, 'DP_SOURCE_URL'))} -C "$sources" --strip-components=1
			podman build -t ${name} -f "$sources/deploy/device-plugin/Dockerfile" "$sources"
			archive=${inWorkshop(archiveOf(devicePluginImage(lab)))}
			mkdir -p "$(dirname "$archive")"
			rm -f "$archive"
			podman save --format oci-archive -o "$archive" ${name}
		`];
	},
});

const revision = fragment('\'{{index .Labels "org.opencontainers.image.revision"}}\'');

/**
Of the commit that the image says it was built from, unless the lab names one.
*/
const chart = part({
	id: 'mirror.chart',
	what: () => 'the sources of OVN-Kubernetes, with the Helm chart',
	why: 'Of the commit that the image was built from: image and chart of different commits do not fit together.',
	path: lab => pathOf(lab, 'OVNK_SOURCE_URL'),
	fill: lab => [sh`
		set -euo pipefail
		commit=${variable(lab, 'OVNK_COMMIT')}
		[ -n "$commit" ] || commit=$(skopeo inspect --format ${revision} ${`docker://${sourceOf(variable(lab, 'OVNK_IMAGE'))}`})
		file=${inWorkshop(pathOf(lab, 'OVNK_SOURCE_URL'))}
		mkdir -p "$(dirname "$file")"
		curl -fL --retry 3 --connect-timeout 20 --no-progress-meter -o "$file.part" "https://github.com/ovn-kubernetes/ovn-kubernetes/archive/$commit.tar.gz"
		mv "$file.part" "$file"
	`],
});

/**
Kubernetes itself knows which images it starts: kubeadm of the newest patch is asked.
*/
const kubernetes = part({
	id: 'mirror.kubernetes-images',
	what: lab => `what kubeadm ${variable(lab, 'K8S_MINOR')} starts: the API server, etcd, CoreDNS and the others, by their names without registry.k8s.io`,
	why: 'Which versions these are, kubeadm alone knows: it is fetched and asked. That takes Linux on x86_64.',
	path: () => `${kubernetesImages}/images.txt`,
	fill: lab => [sh`
		set -euo pipefail
		mkdir -p ${inWorkshop(kubernetesImages)} && cd ${inWorkshop(kubernetesImages)}
		version=$(curl -fsSL --retry 3 --connect-timeout 20 ${`https://dl.k8s.io/release/stable-${variable(lab, 'K8S_MINOR')}.txt`})
		kubeadm=$(mktemp)
		trap 'rm -f "$kubeadm"' EXIT
		curl -fsSL --retry 3 --connect-timeout 20 -o "$kubeadm" "https://dl.k8s.io/release/$version/bin/linux/amd64/kubeadm"
		sum=$(curl -fsSL --retry 3 --connect-timeout 20 "https://dl.k8s.io/release/$version/bin/linux/amd64/kubeadm.sha256")
		echo "$sum  $kubeadm" | sha256sum --check --quiet
		chmod +x "$kubeadm"
		"$kubeadm" config images list --kubernetes-version "$version" | sed 's#^registry\.k8s\.io/##' >images.part
		while read -r image; do
		  ${archiveName}
		  [ -s "$archive" ] || { rm -f "$archive.part"; skopeo copy --all --retry-times 3 "docker://registry.k8s.io/$image" "oci-archive:$archive.part" </dev/null; mv "$archive.part" "$archive"; }
		done <images.part
		mv images.part images.txt
	`],
});

const registry = part({
	id: 'mirror.image-registry',
	what: lab => `${pinnedOrNot(variable(lab, 'REGISTRY_IMAGE'))}, for the gateway's podman`,
	why: 'The gateway\'s registry itself; podman loads this form under its own name.',
	when: lab => variable(lab, 'REGISTRY_FROM') === 'container',
	path: lab => archiveOf(registryImage(lab)),
	fill(lab) {
		const image = variable(lab, 'REGISTRY_IMAGE');
		return [sh`
			set -e
			archive=${inWorkshop(archiveOf(registryImage(lab)))}
			mkdir -p "$(dirname "$archive")"
			rm -f "$archive.part"
			skopeo copy --override-os linux --override-arch amd64 --retry-times 3 ${`docker://${sourceOf(image)}`} "docker-archive:$archive.part":${image.replace(/@sha256:.*$/v, '')}
			mv "$archive.part" "$archive"
		`];
	},
});

export const containers: readonly StepDefinition[] = [
	container({id: 'mirror.image-ovnk', from: 'OVNK_IMAGE', image: ovnkImage}),
	chart,
	registry,
	kubernetes,
	container({
		id: 'mirror.image-multus', from: 'MULTUS_IMAGE', image: multusImage, when: isOffload,
	}),
	container({
		id: 'mirror.image-flannel', from: 'FLANNEL_IMAGE', image: flannelImage, when: isOffload,
	}),
	container({
		id: 'mirror.image-flannel-plugin', from: 'FLANNEL_PLUGIN_IMAGE', image: flannelPluginImage, when: isOffload,
	}),
	container({
		id: 'mirror.image-device-plugin', from: 'DP_IMAGE', image: devicePluginImage, when: lab => isOffload(lab) && !isBuilt(lab),
	}),
	devicePluginSources,
	builtDevicePlugin,
	container({
		id: 'mirror.image-test', from: 'TEST_IMAGE', image: testImage, when: lab => lab.profile !== 'ctrl-only',
	}),
];
