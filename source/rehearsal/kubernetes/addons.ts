import {serviceAddress} from './addresses.js';
import type {Cluster, JsonObject} from './model.js';
import type {NewObject} from './store.js';

const labels = {'k8s-app': 'kube-dns'};
const controlPlaneToleration = {key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule'};

/**
What kubeadm puts into a new cluster: CoreDNS, and kube-proxy unless told otherwise.
*/
export const addonObjects = (cluster: Cluster, {withProxy}: {readonly withProxy: boolean}): readonly NewObject[] => [
	{
		apiVersion: 'apps/v1',
		kind: 'Deployment',
		metadata: {name: 'coredns', namespace: 'kube-system', labels},
		spec: {
			replicas: 2,
			selector: {matchLabels: labels},
			template: {
				metadata: {labels},
				spec: {
					nodeSelector: {'kubernetes.io/os': 'linux'},
					tolerations: [{key: 'CriticalAddonsOnly', operator: 'Exists'}, controlPlaneToleration],
					containers: [{name: 'coredns', image: 'registry.k8s.io/coredns/coredns:v1.12.1', args: ['-conf', '/etc/coredns/Corefile']}],
				},
			},
		},
	},
	{
		apiVersion: 'v1', kind: 'Service', metadata: {name: 'kube-dns', namespace: 'kube-system', labels}, spec: {clusterIP: serviceAddress(cluster, 10), selector: labels},
	},
	{
		apiVersion: 'v1', kind: 'Service', metadata: {name: 'kubernetes', namespace: 'default'}, spec: {clusterIP: serviceAddress(cluster, 1)},
	},
	...(withProxy
		? [{
			apiVersion: 'apps/v1',
			kind: 'DaemonSet',
			metadata: {name: 'kube-proxy', namespace: 'kube-system'},
			spec: {
				selector: {matchLabels: {'k8s-app': 'kube-proxy'}},
				template: {
					metadata: {labels: {'k8s-app': 'kube-proxy'}},
					spec: {
						nodeSelector: {'kubernetes.io/os': 'linux'}, hostNetwork: true, tolerations: [{operator: 'Exists'}], containers: [{name: 'kube-proxy', image: `registry.k8s.io/kube-proxy:${cluster.version}`}],
					},
				},
			} as unknown as JsonObject,
		}]
		: []),
];
