import type {Machine} from '../../machine.js';
import {Refusal} from '../../program.js';
import type {Rehearsal} from '../../rehearsal.js';
import type {Daemon} from '../../systemd/daemons.js';
import {rootFiles, stateOf} from '../../systemd/units.js';
import {readIni, valueIn} from '../ini.js';
import {
	activate,
	autoconnect,
	autoconnecting,
	isActive,
	isUnmanaged,
} from './activate.js';
import {
	deviceOf,
	profilesOf,
	typeOf,
	uuidOf,
} from './profiles.js';

const configuration = '/etc/NetworkManager/conf.d';

/**
NetworkManager: it reads its configuration when it starts or is told to, and looks for its plugins when it starts.
*/
export const networkManager: Daemon = {
	async start(_argv, {machine, rehearsal}) {
		stateOf(machine, 'NetworkManager.service').state = 'active';
		readConfiguration(machine);
		machine.network.manager.hasOvsPlugin = machine.packages.has('NetworkManager-ovs');
		await startByThemselves(machine, rehearsal);
	},
	reload({machine}) {
		readConfiguration(machine);
		for (const device of machine.network.manager.active.keys().filter(each => isUnmanaged(each, machine))) {
			machine.network.manager.active.delete(device);
		}
	},
};

function readConfiguration(machine: Machine): void {
	const files = rootFiles(machine);
	const names = files.exists(configuration) ? files.list(configuration).filter(name => name.endsWith('.conf')) : [];
	const entries = names.flatMap(name => readIni(files.textIfThere(`${configuration}/${name}`) ?? ''));
	machine.network.manager.unmanaged = (valueIn(entries, 'keyfile', 'unmanaged-devices') ?? '').split(/[,;]/v).flatMap(each => each.startsWith('interface-name:') ? [each.slice('interface-name:'.length)] : []);
}

async function startByThemselves(machine: Machine, rehearsal: Rehearsal): Promise<void> {
	const {active} = machine.network.manager;
	const known = new Set(profilesOf(machine).map(profile => uuidOf(profile)));
	for (const [device, uuid] of active) {
		if (!known.has(uuid)) {
			active.delete(device);
		}
	}

	// What makes its device itself comes first: nothing has to be there for it.
	const virtual = autoconnecting(machine).filter(each => !isActive(each, machine) && typeOf(each) !== '802-3-ethernet' && deviceOf(each) !== undefined);
	for (const profile of virtual) {
		await attempt(async () => activate(profile, machine, rehearsal));
	}

	for (const device of machine.network.links.keys()) {
		await attempt(async () => autoconnect(device, machine, rehearsal));
	}
}

// What can't start by itself stays down; nobody is told.
async function attempt(action: () => Promise<void>): Promise<void> {
	try {
		await action();
	} catch (error) {
		if (!(error instanceof Refusal)) {
			throw error;
		}
	}
}
