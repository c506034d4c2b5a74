import type {PackageContent, PackageLists} from '../packages.js';
import {socketText, unitFiles, unitText} from './units.js';

const inBin = (...names: readonly string[]) => names.map(name => `/usr/bin/${name}`);

const libvirtUnits = unitFiles({
	'libvirtd.service': unitText('Virtualization daemon', {exec: '/usr/sbin/libvirtd'}),
	'libvirtd.socket': socketText('Libvirt local socket', '/run/libvirt/libvirt-sock'),
	'virtlogd.service': unitText('Virtual machine log manager', {exec: '/usr/sbin/virtlogd'}),
	'virtlogd.socket': socketText('Virtual machine log manager socket', '/run/libvirt/virtlogd-sock'),
	'virtlockd.socket': socketText('Virtual machine lock manager socket', '/run/libvirt/virtlockd-sock'),
});

const modularUnits = unitFiles(Object.fromEntries(['qemu', 'network', 'storage', 'nodedev', 'secret'].flatMap(driver => [
	[`virt${driver}d.service`, unitText(`Virtualization ${driver} daemon`, {exec: `/usr/sbin/virt${driver}d`})],
	[`virt${driver}d.socket`, socketText(`Virtualization ${driver} daemon socket`, `/run/libvirt/virt${driver}d-sock`)],
])));

const qemuImg: PackageContent = {programs: inBin('qemu-img')};
const virsh: PackageContent = {programs: inBin('virsh')};
const ssh: PackageContent = {programs: inBin('ssh', 'ssh-keygen', 'scp')};
const xorriso: PackageContent = {programs: inBin('xorriso')};
const iproute: PackageContent = {programs: ['/usr/sbin/ip', '/usr/sbin/bridge']};
const curl: PackageContent = {programs: inBin('curl')};
const nothing: PackageContent = {};

/**
What the server is given, and what guests have of the same.
*/
export const serverPackages: PackageLists = {
	fedora: {
		'qemu-kvm': {programs: ['/usr/libexec/qemu-kvm'], requires: ['qemu-img']},
		libvirt: {
			files: {...libvirtUnits, ...modularUnits}, requires: ['libvirt-client'], programs: ['/usr/sbin/virtqemud', '/usr/sbin/libvirtd', '/usr/sbin/virtlogd'], enables: ['virtqemud.socket', 'virtnetworkd.socket', 'virtlogd.socket'],
		},
		'libvirt-client': virsh,
		'qemu-img': qemuImg,
		python3: {programs: inBin('python3')},
		xorriso,
		jq: {programs: inBin('jq')},
		skopeo: {programs: inBin('skopeo')},
		curl,
		'openssh-clients': ssh,
		iproute,
		'policycoreutils-python-utils': nothing,
		tcpdump: {programs: ['/usr/sbin/tcpdump']},
		pciutils: {programs: ['/usr/sbin/lspci']},
		iputils: {programs: inBin('ping')},
		tar: {programs: inBin('tar')},
	},
	debian: {
		'qemu-system-x86': {programs: inBin('qemu-system-x86_64')},
		'qemu-utils': qemuImg,
		'libvirt-daemon-system': {
			files: libvirtUnits, requires: ['libvirt-clients'], programs: ['/usr/sbin/libvirtd', '/usr/sbin/virtlogd'], enables: ['libvirtd.service', 'libvirtd.socket', 'virtlogd.socket'],
		},
		'libvirt-clients': virsh,
		'dnsmasq-base': {programs: ['/usr/sbin/dnsmasq']},
		iptables: {programs: ['/usr/sbin/iptables', '/usr/sbin/ip6tables']},
		python3: {programs: inBin('python3')},
		debmirror: {programs: inBin('debmirror')},
		dnf: {programs: inBin('dnf')},
		'debian-archive-keyring': {files: {'/usr/share/keyrings/debian-archive-keyring.gpg': 'Debian\n'}},
		xorriso,
		jq: {programs: inBin('jq')},
		skopeo: {programs: inBin('skopeo')},
		curl,
		'ca-certificates': nothing,
		'openssh-client': ssh,
		iproute2: iproute,
		tcpdump: {programs: inBin('tcpdump')},
		pciutils: {programs: inBin('lspci')},
		'iputils-ping': {programs: inBin('ping')},
		tar: {programs: inBin('tar')},
	},
};
