import type {Machine} from '../machine.js';
import {type BridgeView, bridgeOfInterface, bridgesOf} from '../ovs/bridges.js';
import {
	type Database,
	isSwitching,
	mapOf,
	type Row,
	servedDatabase,
	textOf,
} from '../ovs/database.js';

/**
The links by which Open vSwitch sends on a broadcast that came in by a port of one of its bridges (or from the bridge's own link): by its database and flows.
*/
export function ovsOutputs(machine: Machine, port: string): readonly string[] {
	const database = isSwitching(machine) ? servedDatabase(machine) : undefined;
	const bridge = database && bridgeOfInterface(database, port);
	return database && bridge ? [...outputsOf(machine, database, bridge, port, new Set())] : [];
}

function outputsOf(machine: Machine, database: Database, bridge: BridgeView, from: string, seen: Set<string>): ReadonlySet<string> {
	const outputs = new Set<string>();
	if (seen.has(bridge.name)) {
		return outputs;
	}

	seen.add(bridge.name);
	const interfaces = bridge.ports.flatMap(each => each.interfaces);
	const own = interfaces.find(each => each.name === from);
	const inPort = own ? textOf(own, 'ofport') : '';
	for (const each of interfaces) {
		if (each.name === from || !passes(machine, bridge.name, inPort, each)) {
			continue;
		}

		const {peer} = mapOf(each, 'options');
		const next = each.type === 'patch' && peer !== undefined ? bridgesOf(database).find(({ports}) => ports.some(port => port.interfaces.some(({name}) => name === peer))) : undefined;
		if (next) {
			for (const output of outputsOf(machine, database, next, peer!, seen)) {
				outputs.add(output);
			}
		} else if (each.type !== 'patch' && machine.network.links.has(textOf(each, 'name'))) {
			outputs.add(textOf(each, 'name'));
		}
	}

	return outputs;
}

// The flow of the highest priority that takes a broadcast which came in here; no flow, no way.
function passes({network: {flows}}: Machine, bridge: string, inPort: string, out: Row): boolean {
	const flow = (flows.get(bridge) ?? [])
		.filter(({match}) => match === '' || match === `in_port=${inPort}`)
		.toSorted((one, other) => other.priority - one.priority)[0];
	const actions = flow?.actions.split(',') ?? [];
	return actions.some(action => /^(?:normal|flood|all)$/iv.test(action) || action.toLowerCase() === `output:${textOf(out, 'ofport')}` || (action.toLowerCase() === 'local' && out.ofport === 65_534));
}
