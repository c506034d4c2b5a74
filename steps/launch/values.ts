import type {Cluster, Lab} from '../../source/lab/lab.js';
import {ovnkImage} from '../cni/images.js';
import {dataIpOf, registryOf} from './clusters.js';
import {variable} from './variable.js';

/**
The pod network as OVN-Kubernetes writes it: a CIDR and the prefix length of each node's part. Kubeadm gets the CIDR alone (D16).
*/
export const podNetwork = ({podCidr, hostPrefix}: Cluster): string => `${podCidr}/${hostPrefix}`;

export const apiServer = ({controller}: Cluster): string => `https://${dataIpOf(controller)}:6443`;

const line = (indent: number, key: string, value: string | number | boolean): string => `${'  '.repeat(indent)}${key}: ${typeof value === 'string' ? JSON.stringify(value) : value}`;

export const isSegmented = (lab: Lab): boolean => variable(lab, 'SEGMENTATION') === 'true';

const common = (lab: Lab): readonly string[] => [
	line(1, 'enableOvnKubeIdentity', hasIdentity(lab)),
	line(1, 'simulateDpu', lab.profile === 'offload'),
	line(1, 'gatewayMode', variable(lab, 'GATEWAY_MODE')),
	...(variable(lab, 'HYBRID_OVERLAY') === 'true' ? [line(1, 'enableHybridOverlay', 'true')] : []),
	// User-defined networks are networks beside the default one; persistent addresses would want a CRD that the chart does not bring.
	...(isSegmented(lab) ? [line(1, 'enableMultiNetwork', true), line(1, 'enableNetworkSegmentation', true), line(1, 'enablePersistentIPs', false)] : []),
];

const hasIdentity = (lab: Lab): boolean => variable(lab, 'OVNK_IDENTITY') === 'true';

const imageLines = (lab: Lab, cluster: Cluster, key: 'image' | 'dpuImage'): readonly string[] => [
	`  ${key}:`,
	line(2, 'repository', `${registryOf(lab, cluster)}/${ovnkImage(lab).name}`),
	line(2, 'tag', ovnkImage(lab).tag),
	line(2, 'pullPolicy', 'IfNotPresent'),
];

/**
Values of the release on a cluster whose network is OVN-Kubernetes, over `values-single-node-zone.yaml`. Open vSwitch is the nodes' own: the chart's
container would reset its database. In `offload` the DPU hosts run without one; ovnkube-identity is not supported there. The tag of the DPU hosts' chart
must be true in so many words, or the role for the DPUs' lease is left out.
*/
export const hostValues = (lab: Lab, cluster: Cluster): string => [
	line(0, 'k8sAPIServer', apiServer(cluster)),
	line(0, 'podNetwork', podNetwork(cluster)),
	line(0, 'serviceNetwork', cluster.serviceCidr),
	line(0, 'mtu', Number(variable(lab, 'MTU'))),
	'tags:',
	line(1, 'ovs-node', false),
	...(lab.profile === 'offload' ? [line(1, 'ovnkube-node-dpu-host', true)] : []),
	...(hasIdentity(lab) ? [] : [line(1, 'ovnkube-identity', false)]),
	'global:',
	...common(lab),
	line(1, 'gatewayOpts', '--gateway-interface=br-ex'),
	...imageLines(lab, cluster, 'image'),
	...(lab.profile === 'offload'
		? [
			'ovnkube-node-dpu-host:',
			// With user-defined networks each has a management port: the device plugin gives them out.
			...(isSegmented(lab)
				? [line(1, 'mgmtPortVFResourceName', 'dpusim.io/mgmtvf'), line(1, 'mgmtPortVFsCount', Number(variable(lab, 'MGMT_VFS')))]
				: [line(1, 'nodeMgmtPortNetdev', 'eth0-1')]),
			line(1, 'gatewayOpts', '--gateway-interface=eth0-0'),
		]
		: []),
].join('\n');

/**
Values of the DPUs' release on the infra cluster, over `values-single-node-zone-dpu.yaml`; without the tenant cluster's token and certificate, which
are never written down.
*/
export const dpuValues = (lab: Lab): string => [
	'global:',
	...common(lab),
	line(1, 'gatewayOpts', `--gateway-interface=br-tenant --gateway-nexthop=${lab.tenant.gatewayIp}`),
	line(1, 'dpuHostGatewayRepresentorInterface', 'rep0-0'),
	line(1, 'dpuHostClusterK8sAPIServer', apiServer(lab.tenant)),
	line(1, 'dpuHostClusterNetworkCIDR', podNetwork(lab.tenant)),
	line(1, 'dpuHostClusterServiceCIDR', lab.tenant.serviceCidr),
	line(1, 'mtu', Number(variable(lab, 'MTU'))),
	...imageLines(lab, lab.infra, 'dpuImage'),
	'tags:',
	line(1, 'ovs-node', false),
	// Upstream's values leave it on, and only its templates leave themselves out.
	line(1, 'ovnkube-identity', false),
].join('\n');
