import type {Machine} from '../machine.js';
import type {Link} from '../network/model.js';
import type {Special} from './files.js';
import {
	directory,
	type DirectoryInode,
	file,
	type Inode,
	link as linkInode,
} from './inode.js';
import {wordsOf} from './path.js';

/**
`/sys/class/net` and `/proc/sys` of a machine, made when somebody looks.
*/
export const specialFiles = (machine: Machine, onConsole: (bytes: Uint8Array) => void = () => undefined): Special => ({
	find(path) {
		if (path.startsWith('/sys/class/net')) {
			return findIn(wordsOf(path).slice(3), machine);
		}

		return path.startsWith('/proc/sys/') ? findSetting(path.slice('/proc/sys/'.length), machine) : devices[path]?.(machine);
	},
	write(path, content) {
		if (path.startsWith('/proc/sys/')) {
			machine.sysctls.set(path.slice('/proc/sys/'.length).replaceAll('/', '.'), new TextDecoder().decode(content).trim());
			return true;
		}

		if (path === '/dev/ttyS0') {
			onConsole(content);
		}

		return path in devices || path.startsWith('/sys/');
	},
});

const device = (mode = 0o666) => file('', {mode});

const devices: Readonly<Record<string, (machine: Machine) => Inode | undefined>> = {
	'/dev/null': () => device(),
	'/dev/zero': () => device(),
	'/dev/urandom': () => device(),
	'/dev/ttyS0': () => device(0o620),
	'/dev/kvm': ({name}) => name === 'server' ? device(0o660) : undefined,
	'/sys/class': () => directory(),
};

function findIn(words: readonly string[], machine: Machine): Inode | undefined {
	const {links} = machine.network;
	const [name, attribute, ...rest] = words;
	if (name === undefined) {
		return listOfLinks(machine);
	}

	const link = links.get(name);
	if (!link) {
		return undefined;
	}

	const attributes = attributesOf(link, machine);
	if (attribute === undefined) {
		return directory(attributes);
	}

	let inode = attributes[attribute];
	for (const word of rest) {
		inode = inode?.kind === 'directory' ? inode.entries.get(word) : undefined;
	}

	return inode;
}

const lists = new WeakMap<Machine, {readonly names: string; readonly inode: DirectoryInode}>();

// Every path below it asks for it again.
function listOfLinks(machine: Machine): DirectoryInode {
	const names = [...machine.network.links.keys()].join(' ');
	const found = lists.get(machine);
	if (found?.names === names) {
		return found.inode;
	}

	const inode = directory(Object.fromEntries(names.split(' ').map(each => [each, linkInode(`../../devices/virtual/net/${each}`)])));
	lists.set(machine, {names, inode});
	return inode;
}

const upFlag = 1;

function attributesOf(link: Link, {network: {links}}: Machine): Readonly<Record<string, Inode>> {
	const ports = [...links.values()].filter(each => each.master === link.name);
	const text = (value: string | number) => file(`${value}\n`);
	return {
		address: text(link.mac),
		flags: text(`0x${((link.isUp ? upFlag : 0) + 0x10_02).toString(16)}`),
		ifalias: file(link.alias === '' ? '' : `${link.alias}\n`),
		mtu: text(link.mtu),
		operstate: text(link.isUp ? 'up' : 'down'),
		...(link.kind === 'bridge' && {
			bridge: directory(),
			brif: directory(Object.fromEntries(ports.map(port => [port.name, directory()]))),
		}),
		...(link.master !== undefined && {master: linkInode(`/sys/class/net/${link.master}`), brport: directory()}),
		...(link.pci !== undefined && {device: linkInode(`../../../${link.pci}`)}),
	};
}

function findSetting(path: string, machine: Machine): Inode | undefined {
	const key = path.replaceAll('/', '.');
	const value = machine.sysctls.get(key);
	if (value !== undefined) {
		return file(`${value}\n`);
	}

	return [...machine.sysctls.keys()].some(each => each.startsWith(`${key}.`)) ? directory() : undefined;
}
