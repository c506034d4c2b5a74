import {randomUUID} from 'node:crypto';
import {Refusal} from '../program.js';
import type {Daemon, DaemonContext} from '../systemd/daemons.js';
import {rootFiles, stateOf} from '../systemd/units.js';
import {loadModule} from '../modules.js';
import {
	mapOf,
	newDatabase,
	readDatabase,
	rootRow,
	update,
	writeDatabase,
} from './database.js';
import {reconfigure, runDirectory} from './vswitchd.js';

const systemIdFile = '/etc/openvswitch/system-id.conf';

/**
What the units of Open vSwitch start: the database server, or the switch. The first start makes the database and the identity.
*/
export const ovsCtl: Daemon = {
	async start(argv, context) {
		const {machine, rehearsal, unit} = context;
		if (argv.includes('--no-ovs-vswitchd')) {
			startDatabase(context);
		} else {
			loadModule('openvswitch', machine);
			// It works while it starts, and what it makes is seen by others that look at its unit.
			stateOf(machine, unit.name).state = 'active';
			await reconfigure(machine, rehearsal);
		}
	},
	stop({machine, unit}) {
		const files = rootFiles(machine);
		if (unit.name !== 'ovsdb-server.service' || !files.exists(runDirectory)) {
			return;
		}

		for (const name of files.list(runDirectory)) {
			files.remove(`${runDirectory}/${name}`);
		}
	},
};

function startDatabase({machine, rehearsal}: DaemonContext): void {
	const files = rootFiles(machine, rehearsal.clock.now);
	files.mkdir('/etc/openvswitch', {recursive: true});
	const database = readDatabase(machine) ?? newDatabase();
	if (!files.exists(systemIdFile)) {
		files.write(systemIdFile, `${randomUUID()}\n`);
	}

	const systemId = files.text(systemIdFile).trim();
	if (systemId === '') {
		throw new Refusal(`ovs-ctl: ${systemIdFile} is empty`);
	}

	const root = rootRow(database);
	const hostname = (files.textIfThere('/etc/hostname') ?? 'localhost').trim();
	update(database, 'Open_vSwitch', root, {
		external_ids: {
			hostname, ...mapOf(root, 'external_ids'), 'system-id': systemId, rundir: runDirectory,
		},
		ovs_version: '3.5.0',
		system_type: machine.family,
		system_version: machine.family === 'fedora' ? '44' : '12',
	});
	writeDatabase(machine, database, rehearsal.clock.now);
	files.mkdir(runDirectory, {recursive: true});
	files.write(`${runDirectory}/db.sock`, '', {mode: 0o750});
}
