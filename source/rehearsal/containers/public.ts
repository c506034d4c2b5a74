import {createHash} from 'node:crypto';
import {type Image, makeImage, type Reference} from './image.js';

type Published = {
	readonly software: string;
	readonly tags: RegExp;
	readonly labels?: () => Record<string, string>;
};

const release = /^v?\d+(?:\.\d+)*(?:-\w+)*$/v;

// The commit that a published image says of itself: no one in particular.
const revision = createHash('sha1').update('ovn-kubernetes of this day').digest('hex');

/**
What public registries hold, as far as a lab may ask for it.
*/
const published: Readonly<Record<string, Published>> = {
	'docker.io/library/registry': {software: 'registry', tags: /^[23]$/v},
	'docker.io/nicolaka/netshoot': {software: 'netshoot', tags: /^v\d+\.\d+$/v},
	'ghcr.io/flannel-io/flannel': {software: 'flannel', tags: release},
	'ghcr.io/flannel-io/flannel-cni-plugin': {software: 'flannel-cni-plugin', tags: release},
	'ghcr.io/k8snetworkplumbingwg/multus-cni': {software: 'multus', tags: /^(?:snapshot|v\d+\.\d+\.\d+)-thick$/v},
	'ghcr.io/ovn-kubernetes/ovn-kubernetes/ovn-kube-fedora': {software: 'ovn-kubernetes', tags: /^(?:master|release-\d+\.\d+)$/v, labels: () => ({'org.opencontainers.image.revision': revision})},
	'ghcr.io/ovn-kubernetes/ovn-kubernetes/ovn-kube-ubuntu': {software: 'ovn-kubernetes', tags: /^(?:master|release-\d+\.\d+)$/v, labels: () => ({'org.opencontainers.image.revision': revision})},
	'quay.io/wizhao/dpu-sim-dp': {software: 'dpu-sim-device-plugin', tags: /^latest$/v},
	...Object.fromEntries(['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kube-proxy'].map(name => [`registry.k8s.io/${name}`, {software: name, tags: release}])),
	'registry.k8s.io/coredns/coredns': {software: 'coredns', tags: release},
	'registry.k8s.io/etcd': {software: 'etcd', tags: release},
	'registry.k8s.io/pause': {software: 'pause', tags: release},
};

/**
An image of a public registry; undefined where there is none of that name.
*/
export function publicImage({host, repository, tag, digest}: Reference): Image | undefined {
	const found = published[`${host}/${repository}`];
	return !found || (digest === undefined && !found.tags.test(tag ?? 'latest')) ? undefined : makeImage(found.software, `${host}/${repository}${digest === undefined ? `:${tag ?? 'latest'}` : `@${digest}`}`, found.labels?.(), digest);
}
