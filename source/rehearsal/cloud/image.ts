import {file} from '../file-system/inode.js';
import {type Machine, makeMachine} from '../machine.js';
import {installPackage} from '../packages/install.js';
import type {Family} from '../packages.js';
import {rootFiles} from '../systemd/units.js';

const packages: Readonly<Record<Family, readonly string[]>> = {
	fedora: ['coreutils', 'sudo', 'systemd', 'util-linux', 'procps-ng', 'cloud-init', 'dnf', 'openssh-server', 'openssh-clients', 'NetworkManager', 'selinux-policy', 'kmod', 'iproute', 'iputils', 'curl', 'tar'],
	debian: ['coreutils', 'sudo', 'systemd', 'util-linux', 'procps', 'cloud-init', 'netplan.io', 'apt', 'dpkg', 'openssh-server', 'openssh-client', 'kmod', 'iproute2', 'iputils-ping', 'tar'],
};

export const releases: Readonly<Record<Family, string>> = {
	fedora: 'NAME="Fedora Linux"\nID=fedora\nVERSION_ID=44\nPRETTY_NAME="Fedora Linux 44 (Cloud Edition)"\n',
	debian: 'NAME="Debian GNU/Linux"\nID=debian\nVERSION_ID="12"\nVERSION_CODENAME=bookworm\nPRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\n',
};

/**
What is on a distribution's cloud image.
*/
export function cloudMachine(family: Family): Machine {
	const machine = makeMachine(family, family);
	for (const name of packages[family]) {
		installPackage(machine, name);
	}

	const files = rootFiles(machine);
	files.write('/etc/os-release', releases[family]);
	files.write('/etc/hostname', 'localhost\n');
	files.write('/etc/hosts', '127.0.0.1 localhost\n');
	files.write('/etc/fstab', 'LABEL=root / ext4 defaults 0 1\n');
	files.write('/etc/machine-id', '');
	files.put('/etc/resolv.conf', file('nameserver 127.0.0.53\n'));
	machine.units.set('systemd-resolved.service', {isEnabled: true, state: 'inactive'});
	if (family === 'debian') {
		machine.units.set('systemd-networkd.service', {isEnabled: true, state: 'inactive'});
	}

	return machine;
}
