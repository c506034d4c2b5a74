import {domainVerbs} from '../libvirt/domain-verbs.js';
import {networkVerbs} from '../libvirt/network-verbs.js';
import {snapshotVerbs} from '../libvirt/snapshot-verbs.js';
import type {Verb} from '../libvirt/verb.js';
import {type Io, type Program, Refusal} from '../program.js';
import {stateOf} from '../systemd/units.js';
import {readOptions} from '../usage.js';

const verbs: Readonly<Record<string, Verb>> = {
	uri: {
		run(_given, io) {
			io.say('qemu:///system');
			return 0;
		},
	},
	capabilities: {
		run(_given, io) {
			io.say('<capabilities><guest><os_type>hvm</os_type><arch name=\'x86_64\'><domain type=\'qemu\'/><domain type=\'kvm\'/></arch></guest></capabilities>');
			return 0;
		},
	},
	...domainVerbs,
	...networkVerbs,
	...snapshotVerbs,
};

export const virsh: Program = async (argv, io) => {
	const [flag, uri] = argv;
	const isConnected = flag === '-c' || flag === '--connect';
	const [name = '', ...rest] = isConnected ? argv.slice(2) : argv;
	if (isConnected && uri !== 'qemu:///system') {
		throw new Refusal(`error: failed to connect to the hypervisor\nerror: no connection driver available for ${uri ?? ''}`);
	}

	const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined;
	if (!verb) {
		throw new Refusal(`error: unknown command: '${name}'`);
	}

	const given = readOptions(rest, {
		flags: verb.flags ?? [],
		values: verb.values ?? [],
		unknown: word => new Refusal(`error: command '${name}' doesn't support option ${word}`),
	});
	checkDaemon(io);
	return verb.run(given, io);
};

function checkDaemon(io: Io): void {
	// Somebody else than root has a session of their own, and nothing in it.
	if (!io.isRoot) {
		throw new Refusal('error: failed to connect to the hypervisor\nerror: authentication unavailable: no polkit agent available to authenticate action \'org.libvirt.unix.manage\'');
	}

	if (['libvirtd.service', 'libvirtd.socket', 'virtqemud.socket', 'virtqemud.service'].every(name => stateOf(io.machine, name).state !== 'active')) {
		throw new Refusal('error: failed to connect to the hypervisor\nerror: Failed to connect socket to \'/var/run/libvirt/libvirt-sock\': No such file or directory');
	}
}
