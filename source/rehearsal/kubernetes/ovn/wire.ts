import {createHash} from 'node:crypto';
import {makeLink} from '../../network/model.js';
import {addPort, bridgesOf, deletePort} from '../../ovs/bridges.js';
import {
	type Database,
	servedDatabase,
	type Value,
} from '../../ovs/database.js';
import {changeOvs} from '../../ovs/vswitchd.js';
import type {Context} from '../context.js';
import type {KubeObject} from '../model.js';
import {list} from '../store.js';
import {podSpec, podStatus} from '../views.js';
import {allChassis, type Chassis} from './chassis.js';
import {managementPort} from './full.js';

type Port = {readonly bridge: string; readonly columns: Readonly<Record<string, Value>>};

/**
Brings the bridges of every chassis of a cluster to what OVN wants of them: tunnels to the others, the management port, a port for each pod.
*/
export async function wireChassis(context: Context): Promise<void> {
	const all = allChassis(context);
	for (const chassis of all) {
		const wanted = portsFor(chassis, all, context);
		const database = servedDatabase(chassis.machine);
		if (!(database && changes(database, wanted).length > 0)) {
			continue;
		}

		makeVeths(chassis, wanted);
		await changeOvs(chassis.machine, context.rehearsal, each => {
			for (const change of changes(each, wanted)) {
				change();
			}
		});
	}
}

function portsFor(chassis: Chassis, all: readonly Chassis[], context: Context): ReadonlyMap<string, Port> {
	const ports = new Map<string, Port>();
	const [there, back] = [`patch-${chassis.gatewayBridge}_${chassis.node}-to-br-int`, `patch-br-int-to-${chassis.gatewayBridge}_${chassis.node}`];
	ports.set(there, {bridge: chassis.gatewayBridge, columns: {type: 'patch', options: {peer: back}}});
	ports.set(back, {bridge: 'br-int', columns: {type: 'patch', options: {peer: there}}});
	ports.set(chassis.isDpu ? 'rep0-1' : managementPort, {bridge: 'br-int', columns: {...(!chassis.isDpu && {type: 'internal'}), external_ids: {'iface-id': `k8s-${chassis.node}`}}});
	for (const other of all.filter(each => each.node !== chassis.node)) {
		ports.set(`ovn-${other.id.slice(0, 6)}-0`, {bridge: 'br-int', columns: {type: 'geneve', options: {csum: 'true', key: 'flow', remote_ip: other.encapIp}, external_ids: {'ovn-chassis-id': other.id}}});
	}

	for (const pod of podsOn(chassis, context)) {
		const {metadata: {namespace, name, uid}} = pod;
		ports.set(portOf(pod, chassis, context), {bridge: 'br-int', columns: {external_ids: {'iface-id': `${namespace!}_${name}`, 'iface-id-ver': uid, sandbox: createHash('sha256').update(uid).digest('hex')}}});
	}

	return ports;
}

const podsOn = ({node}: Chassis, {cluster}: Context): readonly KubeObject[] => list(cluster, 'Pod').filter(pod => podSpec(pod).nodeName === node && podSpec(pod).hostNetwork !== true && podStatus(pod).phase === 'Running');

/**
The port of a pod at its chassis: the representor of its VF, or its veth's end.
*/
export function portOf({metadata: {uid}}: KubeObject, {isDpu}: Chassis, {cluster}: Context): string {
	const device = cluster.runs.get(uid)?.devices[0]?.split(':', 2)[1];
	return isDpu && device !== undefined ? device.replace(/^eth/v, 'rep') : createHash('sha256').update(uid).digest('hex').slice(0, 15);
}

// What there is to do, as functions.
function changes(database: Database, wanted: ReadonlyMap<string, Port>): ReadonlyArray<() => void> {
	const bridges = bridgesOf(database);
	const has = (name: string, bridge: string) => bridges.some(each => each.name === bridge && each.ports.some(port => port.name === name));
	const inBrInt = bridges.find(({name}) => name === 'br-int')?.ports.map(({name}) => name).filter(name => name !== 'br-int') ?? [];
	return [
		...inBrInt.filter(name => !wanted.has(name)).map(name => () => {
			deletePort(database, name);
		}),
		...[...wanted].filter(([name, {bridge}]) => !has(name, bridge) && bridges.some(each => each.name === bridge)).map(([name, {bridge, columns}]) => () => {
			addPort(database, bridge, name, columns);
		}),
	];
}

function makeVeths({machine, isDpu}: Chassis, wanted: ReadonlyMap<string, Port>): void {
	const {links} = machine.network;
	const ends = [...wanted.keys()].filter(name => /^[\da-f]{15}$/v.test(name));
	for (const name of ends.filter(each => !links.has(each) && !isDpu)) {
		links.set(name, makeLink(name, 'veth', `0a:58:${name.slice(0, 8).match(/../gv)!.join(':')}`, {isUp: true}));
	}

	for (const link of [...links.values()].filter(({kind, name}) => kind === 'veth' && /^[\da-f]{15}$/v.test(name) && !ends.includes(name))) {
		links.delete(link.name);
	}
}
