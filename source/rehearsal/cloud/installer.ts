import {Buffer} from 'node:buffer';
import {file} from '../file-system/inode.js';
import {readQcow2} from '../libvirt/disk.js';
import type {Domain} from '../libvirt/model.js';
import {type Machine, makeMachine} from '../machine.js';
import {installPackage} from '../packages/install.js';
import type {Family} from '../packages.js';
import {rootFiles} from '../systemd/units.js';
import type {World} from '../world.js';
import {releases} from './image.js';
import {type Iso, readIso} from './seed.js';

/**
The CDs in a VM's drives.
*/
export const discsOf = ({disks}: Domain, world: World): readonly Iso[] => disks.filter(({format}) => format === 'raw').map(({file: path}) => rootFiles(world.server).textIfThere(path)).filter(text => text !== undefined).map(text => readIso(text));

/**
The system of an installer's CD, with its first question on the screen; undefined where there is no such CD.
*/
export function installerOn(domain: Domain, world: World): Machine | undefined {
	const family = discsOf(domain, world).find(({installs}) => installs !== undefined)?.installs;
	return family === undefined ? undefined : withBasics(makeMachine('installer', family), []);
}

/**
What a person does before an installer's screen: a minimal system on the disk, with an account that may use sudo and the NIC by DHCP. It is there at the next start.
*/
export function clickThrough(domain: Domain, username: string, world: World): void {
	const {family} = world.nodes.get(domain.name)!;
	const [disk] = domain.disks;
	const machine = withBasics(makeMachine(domain.name, family), minimal[family]);
	machine.users.set(username, {
		name: username, uid: 1000, gid: 1000, home: `/home/${username}`, isSudoer: true,
	});
	const files = rootFiles(machine);
	files.mkdir(`/home/${username}`, {mode: 0o700, uid: 1000, gid: 1000});
	const [path, text] = networkFile[family];
	files.mkdir(path.slice(0, path.lastIndexOf('/')), {recursive: true});
	files.write(path, text, {mode: 0o600});
	if (family === 'fedora') {
		files.put('/etc/resolv.conf', file('nameserver 127.0.0.53\n'));
		machine.units.set('systemd-resolved.service', {isEnabled: true, state: 'inactive'});
	}

	world.disks.set(readQcow2(disk!.file, world).id, machine);
}

const minimal: Readonly<Record<Family, readonly string[]>> = {
	fedora: ['dnf', 'NetworkManager', 'selinux-policy', 'iproute', 'iputils', 'curl', 'tar'],
	debian: ['apt', 'dpkg', 'ifupdown', 'iproute2', 'iputils-ping', 'tar'],
};

// The installer knows the NIC by the name that its place gives it.
const networkFile: Readonly<Record<Family, readonly [path: string, text: string]>> = {
	fedora: ['/etc/NetworkManager/system-connections/enp1s0.nmconnection', '[connection]\nid=enp1s0\ntype=ethernet\ninterface-name=enp1s0\n\n[ipv4]\nmethod=auto\n'],
	debian: ['/etc/network/interfaces', 'auto lo\niface lo inet loopback\n\nallow-hotplug enp1s0\niface enp1s0 inet dhcp\n'],
};

function withBasics(machine: Machine, packages: readonly string[]): Machine {
	const {family} = machine;
	for (const name of ['coreutils', 'sudo', 'systemd', 'util-linux', family === 'fedora' ? 'procps-ng' : 'procps', 'kmod', ...packages]) {
		installPackage(machine, name);
	}

	const files = rootFiles(machine);
	files.write('/etc/os-release', releases[family]);
	files.write('/etc/hostname', 'localhost\n');
	files.write('/etc/hosts', '127.0.0.1 localhost\n');
	files.write('/etc/fstab', 'LABEL=root / ext4 defaults 0 1\n');
	files.write('/etc/machine-id', `${Buffer.alloc(16, family).toString('hex')}\n`);
	return machine;
}
