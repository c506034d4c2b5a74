import type {Machine} from '../machine.js';

/**
The links by which Open vSwitch sends on a broadcast that came in by a port of one of its bridges (or from the bridge's own link): by its database and flows.
*/
export function ovsOutputs(_machine: Machine, _port: string): readonly string[] {
	return [];
}
