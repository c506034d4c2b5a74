import {isOnline} from '../containers/pull.js';
import {answersFrom} from '../network/reach.js';
import type {World} from '../world.js';
import {serviceAddress} from './addresses.js';
import {networkOfNode} from './cni.js';
import type {Context} from './context.js';
import type {KubeObject} from './model.js';
import {softwareOf} from './images.js';
import {chassisOf, type Chassis} from './ovn/chassis.js';
import {ovnConfig} from './ovn/options.js';
import {portsOf, switchOf} from './ovn/switch.js';
import {countFrames, portOf} from './ovn/wire.js';
import {find, list} from './store.js';
import {isPodReady, podSpec, podStatus} from './views.js';

/**
Of whoever is outside.
*/
export const outsideAddress = '192.0.2.1';

// Outer Ethernet, IP, UDP and Geneve with OVN's option.
const geneveBytes = 58;
const ipAndIcmpBytes = 28;

/**
Whether packets of a pod reach an address and are answered, `size` bytes of payload in one piece; else why not. Those that are switched are counted.
*/
export function whyNoAnswer(pod: KubeObject, address: string, size: number, context: Context): string | undefined {
	const from = portIn(pod, context);
	if (typeof from === 'string') {
		return from;
	}

	const mtu = Number(ovnConfig(context.cluster, 'mtu'));
	if (size + ipAndIcmpBytes > mtu) {
		return `ping: local error: message too long, mtu=${mtu}`;
	}

	if (podStatus(pod).podIP === address) {
		return undefined;
	}

	countFrames(from, portOf(pod, from, context), 1);
	const target = list(context.cluster, 'Pod').find(each => podSpec(each).hostNetwork !== true && podStatus(each).podIP === address && podStatus(each).phase === 'Running');
	if (!target) {
		// Out by the gateway of its chassis.
		return answersFrom(context.rehearsal.world, from.machine, address) === undefined ? 'From the gateway: Destination Host Unreachable' : undefined;
	}

	const to = portIn(target, context);
	if (typeof to === 'string' || (from.node !== to.node && !areTunnelled(from, to, mtu, context.rehearsal.world))) {
		return typeof to === 'string' ? to : '';
	}

	countFrames(to, portOf(target, to, context), 1);
	return undefined;
}

/**
The chassis of a pod, where its port really is in the bridge and has a carrier.
*/
function portIn(pod: KubeObject, context: Context): Chassis | string {
	const {nodeName = ''} = podSpec(pod);
	const kubelet = context.kubelets.get(nodeName);
	const node = find(context.cluster, 'Node', undefined, nodeName);
	const network = kubelet && networkOfNode(kubelet, context);
	const chassis = node && chassisOf(node, context);
	if (!chassis || network === undefined || typeof network === 'string') {
		return 'ping: connect: Network is unreachable';
	}

	const name = portOf(pod, chassis, context);
	const database = switchOf(chassis.machine);
	return database && portsOf(database, 'br-int').includes(name) && chassis.machine.network.links.get(name)?.isUp ? chassis : '';
}

function areTunnelled(from: Chassis, to: Chassis, mtu: number, world: World): boolean {
	const isOpen = (one: Chassis, other: Chassis) => {
		const database = switchOf(one.machine);
		const link = one.machine.network.links.values().find(({addresses}) => addresses.some(({address}) => address === one.encapIp));
		return database !== undefined && portsOf(database, 'br-int').includes(`ovn-${other.id.slice(0, 6)}-0`) && link !== undefined && link.mtu >= mtu + geneveBytes && answersFrom(world, one.machine, other.encapIp) === other.machine.name;
	};

	return isOpen(from, to) && isOpen(to, from);
}

/**
What the cluster's DNS says to a pod, at the address that its kubelet wrote into resolv.conf.
*/
export function lookUp(pod: KubeObject, name: string, context: Context): string | undefined {
	const {cluster, kubelets} = context;
	const server = kubelets.get(podSpec(pod).nodeName ?? '')?.clusterDns;
	const service = list(cluster, 'Service').find(({spec}) => spec?.clusterIP === server);
	const dns = service && list(cluster, 'Pod', service.metadata.namespace).find(each => isPodReady(each) && softwareOf(each, context) === 'coredns' && Object.entries(service.spec?.selector ?? {}).every(([key, value]) => each.metadata.labels[key] === value));
	if (!dns || typeof portIn(pod, context) === 'string' || whyNoAnswer(pod, podStatus(dns).podIP!, 0, context) !== undefined) {
		return undefined;
	}

	if (!name.includes('.svc')) {
		// CoreDNS asks the name servers of its node.
		const machine = kubelets.get(podSpec(dns).nodeName ?? '')?.machine;
		return machine && name.includes('.') && isOnline(machine, context.rehearsal) ? outsideAddress : undefined;
	}

	const {short, namespace} = /^(?<short>[\w\-]+)\.(?<namespace>[\w\-]+)\.svc(?:\.cluster\.local)?\.?$/v.exec(name)?.groups ?? {};
	const found = short === undefined ? undefined : find(cluster, 'Service', namespace, short);
	return found === undefined ? undefined : found.spec?.clusterIP as string | undefined ?? serviceAddress(cluster, 1);
}
