import {addressIn} from '../addresses.js';
import {cniDirectory} from '../cni.js';
import {type Context, whyNoApi} from '../context.js';
import type {KubeObject} from '../model.js';
import {hasAddress, type Kubelet} from '../node.js';
import {find, list} from '../store.js';
import {softwareOf} from '../images.js';
import {isPodReady, podSpec, variableOf} from '../views.js';
import {rootFiles} from '../../systemd/units.js';
import {announce} from './chassis.js';
import {gatewayOptions, isSet, ovnConfig} from './options.js';
import {nodeSubnet} from './subnets.js';
import {hasBridge, idsOf, switchOf} from './switch.js';

export const cniFile = `${cniDirectory}/10-ovn-kubernetes.conf`;
export const cniText = '{"cniVersion": "1.1.0", "name": "ovn-kubernetes", "type": "ovn-k8s-cni-overlay"}\n';
export const managementPort = 'ovn-k8s-mp0';

/**
Ovnkube on a node with an Open vSwitch of its own. Returns what it waits for.
*/
export function runFull(pod: KubeObject, kubelet: Kubelet, context: Context): string | undefined {
	const {cluster} = context;
	const database = switchOf(kubelet.machine);
	if (!database) {
		return 'ovs-vsctl: unix:/var/run/openvswitch/db.sock: database connection failed (No such file or directory)';
	}

	if (!hasBridge(database, 'br-int')) {
		return 'ovn-controller waits for the integration bridge br-int';
	}

	const gateway = gatewayOptions(variableOf(pod, 'OVN_GATEWAY_OPTS') ?? '');
	if (typeof gateway === 'string') {
		return gateway;
	}

	const device = gateway.device === undefined ? undefined : kubelet.machine.network.links.get(gateway.device);
	if (gateway.device === undefined || !hasBridge(database, gateway.device) || !device?.isUp || device.addresses.length === 0) {
		return `failed to init gateway: failed to get interface details for ${gateway.device ?? 'the default gateway interface'}: it is no bridge of Open vSwitch with an address`;
	}

	const waits = whyNoApi(ovnConfig(cluster, 'k8s_apiserver'), kubelet, context)
		?? (ovnConfig(cluster, 'svc_cidr') === cluster.serviceCidr ? undefined : `the service network ${ovnConfig(cluster, 'svc_cidr')} is not the cluster's`)
		?? (isSet(pod, 'OVN_ENABLE_OVNKUBE_IDENTITY') && !approves(context) ? 'waiting for the node\'s client certificate to be approved by ovnkube-identity' : undefined);
	if (waits !== undefined) {
		return waits;
	}

	const node = find(cluster, 'Node', undefined, kubelet.nodeName)!;
	const subnet = nodeSubnet(node);
	const id = idsOf(database)['system-id'];
	if (subnet === undefined || id === undefined) {
		return subnet === undefined ? 'waiting for a subnet of the cluster manager' : 'Open vSwitch has no system-id';
	}

	const encapIp = idsOf(database)['ovn-encap-ip'] ?? kubelet.nodeIp;
	if (!hasAddress(kubelet.machine, encapIp)) {
		return `invalid encap IP ${encapIp}: it is no address of this node`;
	}

	announce(node, {
		id, encapIp, gatewayBridge: gateway.device, isDpu: false,
	}, variableOf(pod, 'OVN_GATEWAY_MODE') ?? '', gateway.nextHop);
	return givePort(kubelet, subnet);
}

// Its link is there when Open vSwitch has made the port.
function givePort({machine}: Kubelet, subnet: string): string | undefined {
	const link = machine.network.links.get(managementPort);
	if (!link) {
		return `waiting for the management port ${managementPort}`;
	}

	link.isUp = true;
	link.addresses = [{address: addressIn(subnet, 2), prefix: Number(subnet.split('/', 2)[1])}];
	writeCni(machine);
	return undefined;
}

export function writeCni(machine: Kubelet['machine']): void {
	const files = rootFiles(machine);
	files.mkdir(cniDirectory, {recursive: true});
	files.write(cniFile, cniText, {mode: 0o600});
}

const approves = (context: Context): boolean => list(context.cluster, 'Pod', 'ovn-kubernetes').some(pod => isPodReady(pod) && softwareOf(pod, context) === 'ovn-kubernetes' && podSpec(pod).containers.some(({command}) => command?.[1] === 'ovnkube-identity'));
