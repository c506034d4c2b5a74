import {makeMachine} from './machine.js';
import {makeLink} from './network/model.js';
import {internet} from './network/segment.js';
import {installPackage} from './packages/install.js';
import type {Family} from './packages.js';
import {rootFiles} from './systemd/units.js';
import type {World} from './world.js';

/**
The login on the server, and on the person's own machine.
*/
export const loginName = 'you';

const serverPackages: Readonly<Record<Family, readonly string[]>> = {
	fedora: ['coreutils', 'sudo', 'systemd', 'util-linux', 'procps-ng', 'dnf', 'openssh-server', 'NetworkManager', 'kmod', 'iputils', 'curl', 'tar'],
	debian: ['coreutils', 'sudo', 'systemd', 'util-linux', 'procps', 'apt', 'dpkg', 'openssh-server', 'kmod', 'iputils-ping', 'curl', 'tar'],
};

/**
A server as it is handed over: an uplink, a login with sudo, and nothing of the lab. `authorizedKey` may log in to it.
*/
export function makeWorld({authorizedKey, hostKey, time, serverFamily = 'fedora'}: {
	readonly authorizedKey: string;
	readonly hostKey: string;
	readonly time: number;
	readonly serverFamily?: Family;
}): World {
	const server = makeMachine('server', serverFamily);
	const local = makeMachine('local', 'debian');
	for (const name of serverPackages[serverFamily]) {
		installPackage(server, name, time);
	}

	for (const name of ['coreutils', 'sudo', 'util-linux', 'openssh-client', 'iputils-ping', 'curl', 'tar', 'skopeo', 'podman', 'dnf', 'debmirror', 'debian-archive-keyring']) {
		installPackage(local, name, time);
	}

	for (const machine of [server, local]) {
		const files = rootFiles(machine, () => time);
		const home = `/home/${loginName}`;
		machine.users.set(loginName, {
			name: loginName, uid: 1000, gid: 1000, home, isSudoer: true,
		});
		files.mkdir(home, {mode: 0o700, uid: 1000, gid: 1000});
		files.mkdir(`${home}/.ssh`, {mode: 0o700, uid: 1000, gid: 1000});
		files.write('/etc/hostname', `${machine.name}\n`);
		machine.bootedAt = time;
	}

	const files = rootFiles(server, () => time);
	files.write(`/home/${loginName}/.ssh/authorized_keys`, `${authorizedKey}\n`, {mode: 0o600, uid: 1000, gid: 1000});
	files.mkdir('/etc/ssh', {recursive: true});
	files.write('/etc/ssh/ssh_host_ed25519_key', hostKey, {mode: 0o600});
	files.write('/etc/os-release', serverFamily === 'fedora' ? 'ID=fedora\nVERSION_ID=44\n' : 'ID=debian\nVERSION_ID="12"\nVERSION_CODENAME=bookworm\n');
	files.mkdir('/var/lib/libvirt/images', {recursive: true, mode: 0o711});
	server.listeners.push({port: 22, unit: 'sshd.service', service: 'ssh'});
	server.network.links.set('eno1', makeLink('eno1', 'ethernet', '3c:ec:ef:00:00:01', {isUp: true, addresses: [{address: '203.0.113.10', prefix: 24}], wire: {machine: internet, link: ''}}));
	server.network.routes.push(
		{
			to: '203.0.113.0/24', link: 'eno1', metric: 100, protocol: 'kernel', source: '203.0.113.10',
		},
		{
			to: 'default', via: '203.0.113.1', link: 'eno1', metric: 100, protocol: 'static',
		},
	);
	local.network.links.set('eth0', makeLink('eth0', 'ethernet', '3c:ec:ef:00:00:02', {isUp: true, addresses: [{address: '198.51.100.2', prefix: 24}], wire: {machine: internet, link: ''}}));
	local.network.routes.push({
		to: 'default', via: '198.51.100.1', link: 'eth0', metric: 100, protocol: 'static',
	});
	return {
		time,
		local,
		server,
		nodes: new Map(),
		libvirt: {networks: new Map(), domains: new Map()},
		disks: new Map(),
		diskSnapshots: new Map(),
		jobs: [],
		clusters: new Map(),
		counter: 0,
	};
}
