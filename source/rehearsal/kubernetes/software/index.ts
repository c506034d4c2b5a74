import type {Context} from '../context.js';
import type {KubeObject} from '../model.js';
import type {Kubelet} from '../node.js';
import {coredns} from './coredns.js';
import {flannel} from './flannel.js';
import {multus} from './multus.js';
import {ovnKubernetes} from './ovn-kubernetes.js';

/**
What the programs in an image do on a node, each time somebody looks. Returns what it waits for; undefined when it is ready.
*/
export type Software = (pod: KubeObject, kubelet: Kubelet, context: Context) => string | undefined;

/**
By what is in the image. One that is not here runs, and does nothing.
*/
export const software: Readonly<Record<string, Software>> = {
	coredns, flannel, multus, 'ovn-kubernetes': ovnKubernetes,
};
