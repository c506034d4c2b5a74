import type {Link} from '../network/model.js';

export type Json = null | boolean | number | string | Json[] | {[key: string]: Json};
export type JsonObject = Record<string, Json>;

/**
An object of the API as it is stored; typed views of its parts are in `views.ts`.
*/
export type KubeObject = {
	apiVersion: string;
	kind: string;
	metadata: Metadata;
	spec?: JsonObject;
	status?: JsonObject;
	data?: Record<string, string>;
	type?: string;
	[other: string]: unknown;
};

export type Metadata = {
	name: string;
	namespace?: string;
	uid: string;
	creationTimestamp: string;
	generation: number;
	labels: Record<string, string>;
	annotations: Record<string, string>;
	ownerUid?: string;
};

export type Release = {
	status: 'deployed' | 'failed' | 'pending-install' | 'pending-upgrade' | 'uninstalling';
	revision: number;
	/**
	Keys of the objects that it made.
	*/
	objects: string[];
};

/**
What a kubelet knows of a pod beside the API.
*/
export type PodRun = {
	/**
	When everything that it waited for was there, on the lab's clock.
	*/
	since: number | undefined;
	waits: string | undefined;
	/**
	Netdevs that its containers were given.
	*/
	devices: string[];
	/**
	Such a netdev's link, which its node has not got meanwhile.
	*/
	moved?: Link;
};

/**
One cluster: what its etcd holds, and what its controllers remember.
*/
export type Cluster = {
	/**
	In its CA's certificate: who has another id does not trust it.
	*/
	id: string;
	version: string;
	podCidr: string;
	serviceCidr: string;
	endpoint: string;
	objects: Map<string, KubeObject>;
	/**
	Bootstrap tokens, and until when they count.
	*/
	tokens: Map<string, number>;
	runs: Map<string, PodRun>;
	releases: Map<string, Release>;
};
