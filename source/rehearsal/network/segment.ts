import {machineNamed, type World} from '../world.js';
import type {Machine} from '../machine.js';
import {ovsOutputs} from './ovs-path.js';

/**
Where a frame may come out: the network stack of a machine, behind one of its links.
*/
export type Endpoint = {readonly machine: string; readonly link: string};

/**
The machine that stands for everything beyond the server's uplink.
*/
export const internet = 'internet';

/**
All stacks that a broadcast reaches which leaves a machine by one of its links: over cables, bridges and Open vSwitch, as far as they are up.
*/
export function segmentOf(world: World, start: Endpoint): readonly Endpoint[] {
	const seen = new Set<string>();
	const reached: Endpoint[] = [];
	const linkOf = ({machine, link}: Endpoint) => machineNamed(world, machine)?.network.links.get(link);

	// A frame that the machine sends out by a link.
	const leave = (from: Endpoint) => {
		const link = linkOf(from);
		const machine = machineNamed(world, from.machine);
		if (!machine || !link?.isUp || seen.has(`out ${from.machine} ${from.link}`)) {
			return;
		}

		seen.add(`out ${from.machine} ${from.link}`);
		link.counters.sent++;
		if (link.kind === 'bridge') {
			for (const port of portsOf(machine, link.name)) {
				leave({machine: from.machine, link: port});
			}
		} else if (link.kind === 'ovs-internal') {
			for (const port of ovsOutputs(machine, link.name)) {
				leave({machine: from.machine, link: port});
			}
		} else if (link.wire?.machine === internet) {
			reached.push({machine: internet, link: ''});
		} else if (link.wire) {
			arrive(farEnd(world, from, link.wire));
		}
	};

	// A frame that comes in from outside.
	const arrive = (at: Endpoint) => {
		const link = linkOf(at);
		const machine = machineNamed(world, at.machine);
		if (!machine || !link?.isUp || seen.has(`in ${at.machine} ${at.link}`)) {
			return;
		}

		seen.add(`in ${at.machine} ${at.link}`);
		link.counters.received++;
		if (link.master === undefined) {
			reached.push(at);
			return;
		}

		const master = machine.network.links.get(link.master);
		const outputs = master?.kind === 'bridge' ? [link.master, ...portsOf(machine, link.master)] : ovsOutputs(machine, link.name);
		const others = outputs.filter(each => each !== at.link);
		for (const output of others) {
			const out = machine.network.links.get(output);
			if (out?.isUp && (out.kind === 'bridge' || out.kind === 'ovs-internal')) {
				reached.push({machine: at.machine, link: output});
			} else {
				leave({machine: at.machine, link: output});
			}
		}
	};

	leave(start);
	return reached;
}

const portsOf = (machine: Machine, bridge: string): string[] => machine.network.links.values().filter(({master}) => master === bridge).map(({name}) => name).toArray();

// By the cable, because a guest gives its NICs other names.
function farEnd(world: World, {machine, link}: Endpoint, wire: Endpoint): Endpoint {
	const found = machineNamed(world, wire.machine)?.network.links.values().find(each => each.wire?.machine === machine && each.wire.link === link);
	return found ? {machine: wire.machine, link: found.name} : wire;
}
