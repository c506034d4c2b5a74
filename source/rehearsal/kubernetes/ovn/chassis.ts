import type {Machine} from '../../machine.js';
import type {Context} from '../context.js';
import type {KubeObject} from '../model.js';
import {list} from '../store.js';
import {chassisMachine} from './switch.js';

/**
Where a node's packets are switched: by its own Open vSwitch, or by its DPU's.
*/
export type Chassis = {
	readonly id: string;
	readonly node: string;
	readonly machine: Machine;
	readonly encapIp: string;
	readonly gatewayBridge: string;
	/**
	The VFs' ends that it switches are those of a host.
	*/
	readonly isDpu: boolean;
};

const annotations = {
	id: 'k8s.ovn.org/node-chassis-id', encap: 'k8s.ovn.org/node-encap-ips', gateway: 'k8s.ovn.org/l3-gateway-config', port: 'k8s.ovn.org/node-mgmt-port', dpu: 'k8s.ovn.org/primary-dpu-host-addr',
} as const;

/**
What ovnkube on a chassis writes to the node that it works for.
*/
export function announce(node: KubeObject, {id, encapIp, gatewayBridge, isDpu}: Omit<Chassis, 'node' | 'machine'>, mode: string, nextHop: string | undefined): void {
	Object.assign(node.metadata.annotations, {
		[annotations.id]: id,
		[annotations.encap]: JSON.stringify([encapIp]),
		[annotations.gateway]: JSON.stringify({default: {mode, 'bridge-id': gatewayBridge, ...(nextHop !== undefined && {'next-hops': [nextHop]})}}),
		[annotations.port]: JSON.stringify({PfId: 0, FuncId: isDpu ? 1 : 0}),
		...(isDpu && {[annotations.dpu]: JSON.stringify({ipv4: encapIp})}),
	});
}

export function chassisOf(node: KubeObject, {rehearsal}: Pick<Context, 'rehearsal'>): Chassis | undefined {
	const {annotations: given, name} = node.metadata;
	const id = given[annotations.id];
	const machine = id === undefined ? undefined : chassisMachine(id, rehearsal.world.nodes.values());
	if (id === undefined || !machine) {
		return undefined;
	}

	const [encapIp = ''] = JSON.parse(given[annotations.encap]!) as readonly string[];
	const {default: gateway} = JSON.parse(given[annotations.gateway]!) as {readonly default: Readonly<Record<string, string>>};
	return {
		id, node: name, machine, encapIp, gatewayBridge: gateway['bridge-id']!, isDpu: given[annotations.dpu] !== undefined,
	};
}

export const allChassis = (context: Context): readonly Chassis[] => list(context.cluster, 'Node').map(node => chassisOf(node, context)).filter(chassis => chassis !== undefined);
