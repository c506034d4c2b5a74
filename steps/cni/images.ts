import type {Cluster, Lab} from '../../source/lab/lab.js';
import {devicePluginCommit} from '../../source/lab/mirror.js';
import {registryOf} from '../launch/clusters.js';
import {variable} from '../launch/variable.js';

export {devicePluginCommit} from '../../source/lab/mirror.js';

/**
The last commit of OVN-Kubernetes that this catalogue was written against; what is built, unless the lab names another.
*/
export const knownCommit = '8871cd9cec9c45d6da1baf9e3b06eb575f49039c';

export const ovnkCommit = (lab: Lab): string => variable(lab, 'OVNK_COMMIT') === '' ? knownCommit : variable(lab, 'OVNK_COMMIT');

const digestPart = /@(?<digest>sha256:[\da-f]{64})$/v;

/**
The digest that pins an image, where one does.
*/
export const digestOf = (image: string): string | undefined => digestPart.exec(image)?.groups?.digest;

/**
A reference as skopeo takes it: it refuses a tag beside a digest.
*/
export function sourceOf(image: string): string {
	const [, repository = image, digest] = /^(?<repository>[^@]*?)(?::[\w\-.]+)?@(?<digest>sha256:[\da-f]{64})$/v.exec(image) ?? [];
	return digest === undefined ? image : `${repository}@${digest}`;
}

/**
The tag under which a mirrored image stands in the gateway's registry: its own, or twelve digits of the digest that pins it.
*/
export function tagOf(image: string): string {
	const digest = /@sha256:(?<digest>[\da-f]{12})/v.exec(image)?.groups?.digest;
	return digest ?? /:(?<tag>[\w\-.]+)$/v.exec(image)?.groups?.tag ?? 'latest';
}

export type MirroredImage = {readonly name: string; readonly tag: string};

/**
An image under a name of its own in the gateway's registry, from a variable that says where it is published.
*/
const named = (name: string, from: string) => (lab: Lab): MirroredImage => ({name, tag: tagOf(variable(lab, from))});

export const ovnkImage = (lab: Lab): MirroredImage => variable(lab, 'OVNK_FROM') === 'built'
	? {name: 'ovn-kube-fedora', tag: ovnkCommit(lab).slice(0, 12)}
	: named('ovn-kube-fedora', 'OVNK_IMAGE')(lab);

export const devicePluginImage = (lab: Lab): MirroredImage => variable(lab, 'DP_IMAGE') === ''
	? {name: 'dpu-sim-dp', tag: devicePluginCommit.slice(0, 12)}
	: named('dpu-sim-dp', 'DP_IMAGE')(lab);

export const multusImage = named('multus-cni', 'MULTUS_IMAGE');
export const flannelImage = named('flannel', 'FLANNEL_IMAGE');
export const flannelPluginImage = named('flannel-cni-plugin', 'FLANNEL_PLUGIN_IMAGE');
export const testImage = named('netshoot', 'TEST_IMAGE');
export const registryImage = named('registry', 'REGISTRY_IMAGE');

/**
A mirrored image as the nodes of a cluster pull it.
*/
export const pulledBy = (lab: Lab, cluster: Cluster, {name, tag}: MirroredImage): string => `${registryOf(lab, cluster)}/${name}:${tag}`;
