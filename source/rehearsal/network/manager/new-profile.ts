import type {Machine} from '../../machine.js';
import {Refusal} from '../../program.js';
import {refused} from './nmcli.js';
import {isTrue, propertyNamed, valueProblem} from './properties.js';
import {
	controllerOf,
	idOf,
	type Profile,
	profileDirectory,
	profilesOf,
	uuidOf,
	typeOf,
} from './profiles.js';

const types: Readonly<Record<string, string>> = {
	ethernet: '802-3-ethernet', '802-3-ethernet': '802-3-ethernet', bridge: 'bridge', dummy: 'dummy', 'ovs-bridge': 'ovs-bridge', 'ovs-port': 'ovs-port', 'ovs-interface': 'ovs-interface',
};

/**
Which profiles can be the controller of one of a type.
*/
const controllers: Readonly<Record<string, readonly string[]>> = {
	'802-3-ethernet': ['bridge', 'ovs-port'], 'ovs-port': ['ovs-bridge'], 'ovs-interface': ['ovs-port'], dummy: ['bridge', 'ovs-port'],
};

const words: Readonly<Record<string, string>> = {
	ifname: 'connection.interface-name', 'con-name': 'connection.id', autoconnect: 'connection.autoconnect', master: 'connection.controller', controller: 'connection.controller', 'slave-type': 'connection.port-type', 'port-type': 'connection.port-type', mac: '802-3-ethernet.mac-address', 'cloned-mac': '802-3-ethernet.cloned-mac-address', mtu: '802-3-ethernet.mtu', ip4: 'ipv4.addresses', gw4: 'ipv4.gateway', stp: 'bridge.stp',
};

/**
The profile that `nmcli connection add` makes of its words.
*/
export function profileFromWords(given: readonly string[], machine: Machine, uuid: string): Profile {
	const properties = new Map<string, string>([['connection.id', ''], ['connection.uuid', uuid], ['connection.type', '']]);
	for (let at = 0; at < given.length; at += 2) {
		const word = given[at]!;
		if (word === 'save') {
			continue;
		}

		const value = given[at + 1];
		if (value === undefined) {
			throw refused(`value for '${word}' is missing.`);
		}

		if (word === 'type') {
			const type = Object.hasOwn(types, value) ? types[value] : undefined;
			if (type === undefined) {
				throw refused(`invalid connection type; '${value}' not among [${Object.keys(types).join(', ')}].`);
			}

			properties.set('connection.type', type);
			continue;
		}

		const name = Object.hasOwn(words, word) ? words[word]! : propertyNamed(word);
		if (typeof name !== 'string') {
			throw new Refusal(name.problem, 2);
		}

		const problem = valueProblem(name, value);
		if (problem !== undefined) {
			throw new Refusal(problem, 2);
		}

		properties.set(name, value);
	}

	const type = properties.get('connection.type')!;
	if (type === '') {
		throw refused('\'type\' argument is required.');
	}

	if (!properties.has('connection.interface-name')) {
		throw refused('\'ifname\' argument is required.');
	}

	if (properties.get('connection.interface-name')!.length > 15) {
		throw refused(`Failed to add '${properties.get('connection.id')!}' connection: connection.interface-name: '${properties.get('connection.interface-name')!}': interface name is longer than 15 characters`, 1);
	}

	const named = properties.get('connection.id')!;
	const id = named === '' ? `${type === '802-3-ethernet' ? 'ethernet' : type}-${properties.get('connection.interface-name')!}` : named;
	properties.set('connection.id', id);
	properties.set('connection.autoconnect', isTrue(properties.get('connection.autoconnect') ?? 'yes') ? 'yes' : 'no');
	setController(properties, type, machine);
	const taken = profilesOf(machine).some(profile => idOf(profile) === id);
	return {path: `${profileDirectory}/${taken ? `${id}-${uuid}` : id}.nmconnection`, properties};
}

// It is kept by UUID, and its type says what kind of port this is.
function setController(properties: Map<string, string>, type: string, machine: Machine): void {
	const word = properties.get('connection.controller');
	const portType = properties.get('connection.port-type');
	const failed = (why: string) => refused(`Failed to add '${properties.get('connection.id')!}' connection: ${why}`, 1);
	if (word === undefined) {
		if (type === 'ovs-port') {
			throw refused('\'master\' argument is required.');
		}

		if (type === 'ovs-interface') {
			throw failed('connection.port-type: A connection with a \'ovs-interface\' setting needs to have a port-type');
		}

		if (portType !== undefined) {
			throw failed('connection.controller: property is missing');
		}

		return;
	}

	const fitting = controllers[type] ?? [];
	if (portType !== undefined && !fitting.includes(portType)) {
		throw failed(`connection.port-type: a '${type}' connection cannot be a port of type '${portType}'`);
	}

	if (type === 'ovs-interface' && portType === undefined) {
		throw refused('\'slave-type\' argument is required.');
	}

	const controller = controllerOf(word, portType === undefined ? fitting : [portType], machine);
	if (!controller) {
		throw refused(`'${word}' is not valid master; use ifname or connection UUID.`);
	}

	properties.set('connection.controller', uuidOf(controller));
	properties.set('connection.port-type', typeOf(controller));
}
