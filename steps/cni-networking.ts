import type {Lab, Node} from '../source/lab/lab.js';
import {
	type NodeStepContext,
	type StageDefinition,
	type StepDefinition,
	step,
} from '../source/plan/step.js';
import {type Command, destructive, sh} from '../source/shell/command.js';
import {fileHolds, writeFile} from '../source/shell/file.js';
import {onNode} from '../source/shell/place.js';
import {waitUntil} from '../source/shell/wait.js';
import {hasMirror} from './cni/mirror.js';
import {openVswitchUnit} from './cni/open-vswitch.js';
import {addressOnDevice, gatewayOnDevice} from './cni-networking/address.js';
import {linuxBridge, ovsBridge} from './cni-networking/bridge.js';
import {isRoutedOver, provePath, releaseDefaultRoute} from './cni-networking/default-route.js';
import {
	externalBridge,
	tenantBridge,
	tenantNic,
	uplink,
	withPrefix,
} from './cni-networking/facts.js';
import {type Made, networkIsGone, removeNetwork} from './cni-networking/undo.js';
import {unmanaged} from './cni-networking/unmanaged.js';
import {vfNames} from './cni-networking/vf-names.js';
import {clusterOf, dataIpOf, registryOf} from './launch/clusters.js';
import {onSameNode} from './launch/same-node.js';

const onIt = ({node}: NodeStepContext) => onNode(node.name);
const hasBridge = (node: Node) => node.dataDevice === externalBridge;
const isDpuHost = (node: Node) => node.role === 'dpu-host';
const addressOf = (lab: Lab, node: Node) => withPrefix(dataIpOf(node), clusterOf(lab, node));

// A DPU host is behind its DPU: nothing there can work before the DPU's bridge does.
const pathOf = ({node}: NodeStepContext): readonly string[] => isDpuHost(node) && node.peer !== undefined ? [`cni-networking.dpu@${node.peer}`] : [];

const routedOver = ({lab, node}: NodeStepContext, device: string): Command => isRoutedOver(device, addressOf(lab, node), clusterOf(lab, node).gatewayIp);

/**
First the address alone, then the proof that the gateway answers, and only then the default route.
*/
const thenTheRoute = (withAddress: readonly Command[], {lab, node}: NodeStepContext, device: string): readonly Command[] => [
	...withAddress,
	provePath(lab, node, device),
	...gatewayOnDevice(lab, device, {address: addressOf(lab, node), gateway: clusterOf(lab, node).gatewayIp}),
	releaseDefaultRoute(lab, node),
];

const openVswitch: StepDefinition = step({
	id: 'cni-networking.ovs',
	title: 'Start Open vSwitch',
	why: 'Started for the first time here, in the node itself, it makes a system id of its own: two nodes with one id would be one OVN chassis.',
	for: lab => lab.clusterNodes.filter(node => node.hasOvs),
	needs: ['remaining-vms.ready'],
	at: onIt,
	probe: () => sh`systemctl is-active --quiet ovsdb-server ovs-vswitchd && sudo ovs-vsctl --timeout=2 get Open_vSwitch . external_ids:system-id >/dev/null`,
	commands: ({lab}) => [
		sh`sudo systemctl enable ${openVswitchUnit(lab.guestFamily)}`,
		sh`sudo systemctl restart ${openVswitchUnit(lab.guestFamily)}`,
		// NetworkManager looks for its Open vSwitch plugin and its database when it starts.
		...(lab.guestFamily === 'fedora' ? [sh`sudo systemctl restart NetworkManager`] : []),
	],
	// As in the image: enabled, never started, without an identity.
	undo: ({lab}) => [destructive(sh`
		set -e
		sudo systemctl stop ${openVswitchUnit(lab.guestFamily)}
		sudo rm -f -- /etc/openvswitch/conf.db /etc/openvswitch/.conf.db.~lock~ /etc/openvswitch/system-id.conf
	`)],
	gone: () => sh`! systemctl is-active --quiet ovsdb-server && ! test -e /etc/openvswitch/conf.db`,
});

const madeOnUplink = (lab: Lab, node: Node): Made => ({devices: [uplink(lab, node).device], hasRoute: true});
const madeBridge = (lab: Lab, node: Node): Made => ({bridge: {name: externalBridge, isOvs: true}, devices: [uplink(lab, node).device], hasRoute: true});

const dataNic: StepDefinition = step({
	id: 'cni-networking.data-nic',
	title: ({node}) => `Give ${node.name} its address on the cluster network`,
	why: 'Without OVN-Kubernetes on the NIC itself, the node\'s address is simply there, and the default route leads through the gateway.',
	for: lab => lab.clusterNodes.filter(node => !hasBridge(node) && !isDpuHost(node)),
	needs: ['remaining-vms.ready', 'gateway.serves'],
	at: onIt,
	probe: context => routedOver(context, uplink(context.lab, context.node).device),
	commands(context) {
		const {device} = uplink(context.lab, context.node);
		return thenTheRoute(addressOnDevice(context.lab, device, addressOf(context.lab, context.node)), context, device);
	},
	undo: ({lab, node}) => removeNetwork(lab, node, madeOnUplink(lab, node)),
	gone: ({lab, node}) => networkIsGone(lab, madeOnUplink(lab, node)),
});

const dpu: StepDefinition = step({
	id: 'cni-networking.dpu',
	title: ({node}) => `Tie VF 0 of ${node.peer ?? 'the host'} to the tenant network in ${node.name}`,
	why: 'The host has no other way to its network: frames on VF 0 must leave the DPU by the NIC that is on the tenant network, which the documents do not have.',
	for: lab => lab.dpus,
	needs: context => ['gateway.serves', ...onSameNode('remaining-vms.vf-ping', 'cni-networking.vf-names', 'cni-networking.unmanaged', 'cni-networking.ovs')(context)],
	at: onIt,
	probe({lab, node}) {
		const isPort = (device: string) => node.hasOvs
			? sh`test "$(sudo ovs-vsctl --timeout=2 port-to-br ${device} 2>/dev/null)" = ${tenantBridge}`
			: sh`test -e ${`/sys/class/net/${tenantBridge}/brif/${device}`}`;
		const address = withPrefix(node.tenantIp ?? '', lab.tenant);
		return sh`${isPort(tenantNic(lab, node).device)} && ${isPort(hostFacing(node))} && ip -o -4 addr show dev ${tenantBridge} 2>/dev/null | grep -qF ${` ${address} `}`;
	},
	commands({lab, node}) {
		const nic = tenantNic(lab, node);
		const make = node.hasOvs ? ovsBridge : linuxBridge;
		return [
			...make(lab, {
				name: tenantBridge, address: withPrefix(node.tenantIp ?? '', lab.tenant), mac: nic.mac, ports: [nic.device, hostFacing(node)],
			}),
			waitUntil(sh`ping -c1 -W2 -I ${tenantBridge} ${lab.tenant.gatewayIp}`, {
				seconds: 60, message: `${node.name} gets no answer from ${lab.tenant.gatewayIp} over ${tenantBridge}: see the NIC ${nic.device} and the gateway`,
			}),
		];
	},
	undo: ({lab, node}) => removeNetwork(lab, node, madeInDpu(lab, node)),
	gone: ({lab, node}) => networkIsGone(lab, madeInDpu(lab, node)),
});

const madeInDpu = (lab: Lab, node: Node): Made => ({bridge: {name: tenantBridge, isOvs: node.hasOvs}, devices: [tenantNic(lab, node).device, hostFacing(node)], hasRoute: false});

const hostFacing = (node: Node): string => node.virtualFunctions[0]?.device ?? '';

const bridge: StepDefinition = step({
	id: 'cni-networking.br-ex',
	title: ({node}) => `Put ${node.name} on the cluster network through br-ex`,
	why: 'OVN-Kubernetes shares the node\'s uplink: the NIC becomes a port of br-ex, which takes over the address, the MAC and the default route.',
	for: lab => lab.clusterNodes.filter(node => hasBridge(node)),
	needs: context => ['gateway.serves', ...onSameNode('remaining-vms.ready', 'cni-networking.vf-names', 'cni-networking.unmanaged', 'cni-networking.ovs')(context), ...pathOf(context)],
	at: onIt,
	probe: context => sh`test "$(sudo ovs-vsctl --timeout=2 port-to-br ${uplink(context.lab, context.node).device} 2>/dev/null)" = ${externalBridge} && ${routedOver(context, externalBridge)}`,
	commands(context) {
		const {lab, node} = context;
		const {device, mac} = uplink(lab, node);
		return thenTheRoute(ovsBridge(lab, {
			name: externalBridge, address: addressOf(lab, node), mac, ports: [device],
		}), context, externalBridge);
	},
	undo: ({lab, node}) => removeNetwork(lab, node, madeBridge(lab, node)),
	gone: ({lab, node}) => networkIsGone(lab, madeBridge(lab, node)),
});

const host: StepDefinition = step({
	id: 'cni-networking.host',
	title: ({node}) => `Put ${node.name} on the tenant network through its DPU`,
	why: 'The default route and DNS move to VF 0 only after the gateway has answered over it; until then the node keeps its way out.',
	for: lab => lab.dpuHosts.filter(node => !hasBridge(node)),
	needs: context => ['gateway.serves', ...onSameNode('remaining-vms.ready', 'cni-networking.vf-names', 'cni-networking.unmanaged')(context), ...pathOf(context)],
	at: onIt,
	probe(context) {
		const {device} = uplink(context.lab, context.node);
		return sh`${routedOver(context, device)} && ping -c1 -W2 -I ${device} ${clusterOf(context.lab, context.node).gatewayIp} >/dev/null`;
	},
	commands(context) {
		const {device} = uplink(context.lab, context.node);
		return thenTheRoute(addressOnDevice(context.lab, device, addressOf(context.lab, context.node)), context, device);
	},
	undo: ({lab, node}) => removeNetwork(lab, node, madeOnUplink(lab, node)),
	gone: ({lab, node}) => networkIsGone(lab, madeOnUplink(lab, node)),
});

const resolverFile = (lab: Lab) => ({
	path: '/etc/systemd/resolved.conf.d/10-dpu.conf', content: `[Resolve]\nDNS=${lab.dns}\nDomains=~.\n`, asRoot: true,
});

const outsideName = 'registry.k8s.io';

const dns: StepDefinition = step({
	id: 'cni-networking.dns',
	title: ({lab}) => `Ask ${lab.dns} for names`,
	why: 'The nodes no longer take DNS from the management network. A file of our own, because the default one has nothing to edit on today\'s systems.',
	for: lab => lab.clusterNodes,
	needs: onSameNode('cni-networking.data-nic', 'cni-networking.br-ex', 'cni-networking.host'),
	at: onIt,
	// A lab that takes everything from a mirror has no outside to ask for names.
	probe: ({lab}) => hasMirror(lab)
		? sh`${fileHolds(resolverFile(lab))} && systemctl is-active --quiet systemd-resolved`
		: sh`${fileHolds(resolverFile(lab))} && timeout 2 getent ahostsv4 ${outsideName} >/dev/null`,
	commands: ({lab, node}) => [
		writeFile(resolverFile(lab)),
		sh`sudo systemctl restart systemd-resolved`,
		...(hasMirror(lab)
			? []
			: [waitUntil(sh`timeout 5 getent ahostsv4 ${outsideName}`, {
				seconds: 30, message: `${node.name} cannot look up ${outsideName} at ${lab.dns}: some networks block outside DNS servers; set DNS_IP_ADDRESS to one that answers`,
			})]),
	],
	undo: ({lab}) => [destructive(sh`sudo rm -f ${resolverFile(lab).path}`), sh`sudo systemctl restart systemd-resolved`],
});

const reach: StepDefinition = step({
	id: 'cni-networking.reach',
	title: 'Reach the gateway and its registry',
	why: 'Every image comes from there, under the address that the node\'s own cluster knows.',
	for: lab => lab.clusterNodes,
	needs: context => ['gateway.serves', ...onSameNode('cni-networking.data-nic', 'cni-networking.br-ex', 'cni-networking.host')(context)],
	at: onIt,
	probe: ({lab, node}) => reaches(lab, node),
	commands: ({lab, node}) => [waitUntil(reaches(lab, node), {
		seconds: 60, message: `${node.name} cannot reach the registry at http://${registryOf(lab, clusterOf(lab, node))}/v2/: see the step gateway.serves`,
	})],
});

const reaches = (lab: Lab, node: Node): Command => sh`ping -c1 -W1 ${clusterOf(lab, node).gatewayIp} >/dev/null && curl -fsS --max-time 2 -o /dev/null ${`http://${registryOf(lab, clusterOf(lab, node))}/v2/`}`;

export const cniNetworkingStage: StageDefinition = {
	id: 'cni-networking',
	title: 'CNI networking',
	steps: [openVswitch, vfNames, unmanaged, dataNic, dpu, bridge, host, dns, reach],
};
