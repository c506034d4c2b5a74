import {createHash} from 'node:crypto';
import type {Machine} from '../../machine.js';
import {makeLink} from '../../network/model.js';
import {addPort, bridgesOf, deletePort} from '../../ovs/bridges.js';
import {
	type Database,
	named,
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
		giveFlows(chassis, wanted);
	}
}

function portsFor(chassis: Chassis, all: readonly Chassis[], context: Context): ReadonlyMap<string, Port> {
	const ports = new Map<string, Port>();
	const [there, back] = [`patch-${chassis.gatewayBridge}_${chassis.node}-to-br-int`, `patch-br-int-to-${chassis.gatewayBridge}_${chassis.node}`];
	ports.set(there, {bridge: chassis.gatewayBridge, columns: {type: 'patch', options: {peer: back}}});
	ports.set(back, {bridge: 'br-int', columns: {type: 'patch', options: {peer: there}}});
	ports.set(chassis.isDpu ? 'rep0-1' : managementPort, {bridge: 'br-int', columns: {...(!chassis.isDpu && {type: 'internal'}), external_ids: {'iface-id': `k8s-${chassis.node}`}}});
	const peers = all.filter(each => each.node !== chassis.node);
	for (const other of peers) {
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

/**
Br-int switches by OVN's flows alone: each port's frames go to the pipeline from table 8 on.
*/
function giveFlows({machine}: Chassis, wanted: ReadonlyMap<string, Port>): void {
	const old = machine.network.flows.get('br-int') ?? [];
	const flows = inBrInt(wanted).map(name => portNumber(machine, name)).map(number => {
		const match = `in_port=${String(number)}`;
		return old.find(flow => flow.match === match) ?? {
			priority: 100, match, actions: 'load:0x1->NXM_NX_REG14[],resubmit(,8)', packets: 0,
		};
	});
	machine.network.flows.set('br-int', flows);
}

const inBrInt = (wanted: ReadonlyMap<string, Port>): readonly string[] => [...wanted].filter(([, {bridge}]) => bridge === 'br-int').map(([name]) => name);

const portNumber = (machine: Machine, name: string) => {
	const database = servedDatabase(machine);
	return database && named(database, 'Interface', name)?.ofport;
};

/**
Counts frames that came into br-int by a port.
*/
export function countFrames({machine}: Chassis, port: string, frames: number): void {
	const flow = machine.network.flows.get('br-int')?.find(({match}) => match === `in_port=${String(portNumber(machine, port))}`);
	const link = machine.network.links.get(port);
	if (!(flow && link)) {
		return;
	}

	flow.packets = (flow.packets ?? 0) + frames;
	link.counters.received += frames;
}

// What there is to do, as functions.
function changes(database: Database, wanted: ReadonlyMap<string, Port>): ReadonlyArray<() => void> {
	const bridges = bridgesOf(database);
	const has = (name: string, bridge: string) => bridges.some(each => each.name === bridge && each.ports.some(port => port.name === name));
	const present = bridges.find(({name}) => name === 'br-int')?.ports.map(({name}) => name).filter(name => name !== 'br-int') ?? [];
	return [
		...present.filter(name => !wanted.has(name)).map(name => () => {
			deletePort(database, name);
		}),
		...[...wanted].filter(([name, {bridge}]) => !has(name, bridge) && bridges.some(each => each.name === bridge)).map(([name, {bridge, columns}]) => () => {
			addPort(database, bridge, name, columns);
		}),
	];
}

function makeVeths({machine, isDpu}: Chassis, wanted: ReadonlyMap<string, Port>): void {
	const {links} = machine.network;
	const ends = wanted.keys().filter(name => /^[\da-f]{15}$/v.test(name)).toArray();
	const missing = ends.filter(each => !links.has(each) && !isDpu);
	for (const name of missing) {
		links.set(name, makeLink(name, 'veth', `0a:58:${name.slice(0, 8).match(/../gv)!.join(':')}`, {isUp: true}));
	}

	const loose = links.values().filter(({kind, name}) => kind === 'veth' && /^[\da-f]{15}$/v.test(name) && !ends.includes(name)).toArray();
	for (const link of loose) {
		links.delete(link.name);
	}
}
