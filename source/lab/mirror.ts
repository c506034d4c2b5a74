import {debianImage, fedoraImage} from './images.js';

type Value = (name: string) => string;

/**
Something that is fetched: where it lies on the Internet, and where in a mirror.
*/
export type Origin = {
	/**
	The address on the Internet.
	*/
	readonly upstream: (value: Value) => string;
	/**
	The path in the mirror, without a slash at either end.
	*/
	readonly path: (value: Value) => string;
	/**
	Who fetches it: the server may read the mirror's folder, a VM asks for it over HTTP.
	*/
	readonly by: 'server' | 'guests';
};

const fedoraIso = 'https://download.fedoraproject.org/pub/fedora/linux/releases/44/Server/x86_64/iso/Fedora-Server-netinst-x86_64-44-1.7.iso';

const lastPart = (url: string): string => url.slice(url.lastIndexOf('/') + 1);
const cloudImage = (value: Value): string => value('GUEST_FAMILY') === 'debian' ? debianImage.url : fedoraImage.url;

/**
The commit of ovn-kubernetes/dpu-simulator that the device plugin is built from.
*/
export const devicePluginCommit = '3fa4aa09fc917e8aa20980f5207afb415f3a216a';

/**
Everything that has an address of its own, by the variable that holds that address. Container images are in a mirror under `containers/`; see the stage `mirror`.
*/
export const origins = {
	IMAGE_URL: {upstream: cloudImage, path: value => `images/${lastPart(cloudImage(value))}`, by: 'server'},
	ISO_URL: {upstream: value => value('GUEST_FAMILY') === 'fedora' ? fedoraIso : '', path: value => `images/${value('GUEST_FAMILY')}.iso`, by: 'server'},
	PACKAGES_URL: {upstream: () => '', path: value => value('GUEST_FAMILY'), by: 'guests'},
	KUBERNETES_URL: {upstream: value => `https://pkgs.k8s.io/core:/stable:/v${value('K8S_MINOR')}`, path: value => `kubernetes/v${value('K8S_MINOR')}`, by: 'guests'},
	CRIO_URL: {upstream: value => `https://download.opensuse.org/repositories/isv:/cri-o:/stable:/v${value('K8S_MINOR')}`, path: value => `cri-o/v${value('K8S_MINOR')}`, by: 'guests'},
	CONTAINERD_URL: {upstream: value => `https://download.docker.com/linux/${value('GUEST_FAMILY')}`, path: value => `docker/${value('GUEST_FAMILY')}`, by: 'guests'},
	HELM_URL: {upstream: value => `https://get.helm.sh/helm-${value('HELM_VERSION')}-linux-amd64.tar.gz`, path: value => `files/helm-${value('HELM_VERSION')}-linux-amd64.tar.gz`, by: 'server'},
	OVNK_SOURCE_URL: {upstream: () => '', path: () => 'files/ovn-kubernetes.tar.gz', by: 'server'},
	DP_SOURCE_URL: {upstream: () => `https://github.com/ovn-kubernetes/dpu-simulator/archive/${devicePluginCommit}.tar.gz`, path: () => `files/dpu-simulator-${devicePluginCommit}.tar.gz`, by: 'server'},
	MULTUS_URL: {
		upstream: value => `https://raw.githubusercontent.com/k8snetworkplumbingwg/multus-cni/${value('MULTUS_TAG')}/deployments/multus-daemonset-thick.yml`,
		path: value => `files/multus-${value('MULTUS_TAG')}.yml`,
		by: 'server',
	},
	FLANNEL_URL: {
		upstream: value => `https://raw.githubusercontent.com/flannel-io/flannel/${value('FLANNEL_TAG')}/Documentation/kube-flannel.yml`,
		path: value => `files/flannel-${value('FLANNEL_TAG')}.yml`,
		by: 'server',
	},
} satisfies Readonly<Record<string, Origin>>;

export type OriginName = keyof typeof origins;

/**
Whether the mirror is a folder of the server, which the server gives to the VMs itself.
*/
export const isFolder = (mirror: string): boolean => mirror.startsWith('/');

/**
The mirror as the VMs know it; empty where there is none.
*/
export const mirrorForGuests = (value: Value): string => isFolder(value('MIRROR'))
	? `http://${value('MGMT_OCTETS')}.1:${value('MIRROR_PORT')}`
	: mirrorForServer(value);

/**
The mirror as the server knows it, without a slash at its end; empty where there is none.
*/
export const mirrorForServer = (value: Value): string => value('MIRROR').replace(/\/$/v, '');

/**
The default of a variable that says where something is fetched from: the mirror where the lab has one.
*/
export function originDefault(name: OriginName): (value: Value) => string {
	const {upstream, path, by}: Origin = origins[name];
	return value => value('MIRROR') === '' ? upstream(value) : `${by === 'server' ? mirrorForServer(value) : mirrorForGuests(value)}/${path(value)}`;
}

/**
SHA-256 of the files whose release is known, by release.
*/
const knownSums: Readonly<Record<string, string>> = {
	'helm v3.19.0': 'a7f81ce08007091b86d8bd696eb4d86b8d0f2e1b9f6c714be62f82f96a594496',
	'multus v4.2.4': '3deea054dc2dca607c2c859e5f31a8fb82389f68c13b5f8be054607151391290',
	'flannel v0.28.4': '0bd380eb4954227c903bdea96dc9254650badd2d45ebe31978a47c3ffe2e9727',
	'docker-key debian': '1500c1f56fa9e26b9b8f42452a553675796ade0807cdce11975eb98170b3a570',
};

/**
The default of a variable that holds a sum: the known one of that release, else empty.
*/
export const sumDefault = (what: string, release: string) => (value: Value): string => knownSums[`${what} ${value(release)}`] ?? '';

/**
The cloud image's sum follows its file, upstream's or the mirror's copy of it. What is installed from an ISO has none.
*/
export function imageSumDefault(value: Value): string {
	if (value('IMAGE_KIND') === 'iso') {
		return 'none';
	}

	const isKnown = value('IMAGE_URL') === fedoraImage.url || (value('GUEST_FAMILY') === 'fedora' && value('IMAGE_URL') === originDefault('IMAGE_URL')(value));
	return isKnown ? fedoraImage.sha256 : '';
}
