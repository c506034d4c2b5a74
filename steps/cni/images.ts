import type {Cluster, Lab} from '../../source/lab/lab.js';
import {registryOf} from '../launch/clusters.js';
import {variable} from '../launch/variable.js';

/**
The last commit of OVN-Kubernetes that this catalogue was written against; what is built, unless the lab names another.
*/
const knownCommit = '8871cd9cec9c45d6da1baf9e3b06eb575f49039c';

/**
The commit of ovn-kubernetes/dpu-simulator that the device plugin is built from.
*/
export const devicePluginCommit = '3fa4aa09fc917e8aa20980f5207afb415f3a216a';

export const ovnkCommit = (lab: Lab): string => variable(lab, 'OVNK_COMMIT') === '' ? knownCommit : variable(lab, 'OVNK_COMMIT');

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

export const ovnkImage = (lab: Lab): MirroredImage => ({
	name: 'ovn-kube-fedora',
	tag: variable(lab, 'OVNK_FROM') === 'built' ? ovnkCommit(lab).slice(0, 12) : tagOf(variable(lab, 'OVNK_IMAGE')),
});

export function devicePluginImage(lab: Lab): MirroredImage {
	const published = variable(lab, 'DP_IMAGE');
	return {name: 'dpu-sim-dp', tag: published === '' ? devicePluginCommit.slice(0, 12) : tagOf(published)};
}

export const multusImage = (lab: Lab): MirroredImage => ({name: 'multus-cni', tag: `${variable(lab, 'MULTUS_TAG')}-thick`});

export const testImage = (): MirroredImage => ({name: 'netshoot', tag: 'v0.14'});

/**
A mirrored image as the nodes of a cluster pull it.
*/
export const pulledBy = (lab: Lab, cluster: Cluster, {name, tag}: MirroredImage): string => `${registryOf(lab, cluster)}/${name}:${tag}`;
