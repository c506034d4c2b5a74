import type {Image} from './containers/image.js';
import type {Family} from './packages.js';
import {directory, type DirectoryInode} from './file-system/inode.js';
import {makeNetwork, type Network} from './network/model.js';

export type User = {
	name: string;
	uid: number;
	gid: number;
	home: string;
	/**
	May use sudo, without a password.
	*/
	isSudoer: boolean;
};

/**
Something that waits for connections: a daemon of a unit.
*/
export type Listener = {
	port: number;
	/**
	The unit that ends it.
	*/
	unit: string;
	/**
	What answers: `ssh`, `registry`, `kube-apiserver`, ...
	*/
	service: string;
	/**
	Only on the loopback.
	*/
	isLocal?: boolean;
	/**
	Only on this address.
	*/
	address?: string;
	/**
	Whose files it gives.
	*/
	directory?: string;
};

/**
One machine as plain data: it is cloned with its disk, and saved with the world. Stages that need more state add a field here, and a file of their own for its type.
*/
export type Machine = {
	name: string;
	family: Family;
	root: DirectoryInode;
	users: Map<string, User>;
	/**
	Name to version.
	*/
	packages: Map<string, string>;
	/**
	Debian: the repositories whose lists were read last.
	*/
	packageIndex: string[];
	/**
	Units by name, those that have been touched. Their files are in `/usr/lib/systemd/system` and `/etc/systemd/system`.
	*/
	units: Map<string, {isEnabled: boolean; state: 'active' | 'inactive' | 'failed'}>;
	/**
	Texts of units that generators made at the last daemon-reload or boot.
	*/
	generatedUnits: Map<string, string>;
	sysctls: Map<string, string>;
	modules: Set<string>;
	listeners: Listener[];
	/**
	Tables of nftables by family and name: their text.
	*/
	nftables: Map<string, string>;
	/**
	What nftables masquerades, by table.
	*/
	masquerades: Array<{table: string; sources: string[]; device: string | undefined}>;
	network: Network;
	/**
	Container images in the storage of podman and of the runtime, by reference.
	*/
	images: Map<string, Image>;
	/**
	What its registry holds, where it runs one: by repository and tag, and by repository and digest.
	*/
	registry: Map<string, Image>;
	/**
	On the lab's clock; undefined while it does not run.
	*/
	bootedAt: number | undefined;
	/**
	When its boot was through.
	*/
	readyAt: number | undefined;
	/**
	By how much its own clock differs from the lab's, in milliseconds.
	*/
	clockOffset: number;
};

export const rootUser: User = {
	name: 'root', uid: 0, gid: 0, home: '/root', isSudoer: true,
};

/**
A machine with nothing on it yet but its directories.
*/
export function makeMachine(name: string, family: Family): Machine {
	return {
		name,
		family,
		root: directory({
			dev: directory(),
			etc: directory({systemd: directory({system: directory()})}),
			home: directory(),
			opt: directory(),
			proc: directory(),
			root: directory({}, {mode: 0o700}),
			run: directory(),
			sys: directory(),
			tmp: directory({}, {mode: 0o1777}),
			usr: directory({
				bin: directory(),
				sbin: directory(),
				lib: directory({systemd: directory({system: directory()})}),
				libexec: directory(),
				local: directory({bin: directory(), sbin: directory()}),
			}),
			var: directory({
				lib: directory(), log: directory(), tmp: directory({}, {mode: 0o1777}), cache: directory(),
			}),
		}),
		users: new Map([['root', {...rootUser}]]),
		packages: new Map(),
		packageIndex: [],
		units: new Map(),
		generatedUnits: new Map(),
		sysctls: new Map([['net.ipv4.ip_forward', '0']]),
		modules: new Set(),
		listeners: [],
		nftables: new Map(),
		masquerades: [],
		network: makeNetwork(),
		images: new Map(),
		registry: new Map(),
		bootedAt: undefined,
		readyAt: undefined,
		clockOffset: 0,
	};
}
