import type {PackageContent, PackageLists} from '../packages.js';
import {systemdNetworking} from './networking.js';
import {unitFiles, unitText} from './units.js';

const inBin = (...names: readonly string[]) => names.map(name => `/usr/bin/${name}`);

/**
What every Linux has, by the interpreter's own programs and by the ones here.
*/
const coreutils: PackageContent = {
	programs: [
		...inBin('awk', 'base64', 'basename', 'cat', 'chmod', 'clear', 'column', 'comm', 'cut', 'diff', 'dirname', 'du', 'echo', 'egrep', 'expand', 'expr', 'false', 'fgrep', 'file', 'find', 'fold', 'grep', 'gunzip', 'gzip', 'head', 'join', 'ln', 'ls', 'md5sum', 'mkdir', 'mv', 'nl', 'od', 'paste', 'printenv', 'printf', 'pwd', 'readlink', 'rev', 'rm', 'rmdir', 'sed', 'seq', 'sh', 'sha1sum', 'sort', 'split', 'strings', 'tac', 'tail', 'tee', 'test', 'time', 'tr', 'tree', 'true', 'unexpand', 'uniq', 'wc', 'which', 'whoami', 'xargs', 'zcat'),
		// Of the shell: the interpreter looks for a file behind them.
		...inBin('trap', 'umask', 'bash', 'chown', 'cp', 'date', 'df', 'dw-compgen', 'env', 'hostname', 'id', 'install', 'mktemp', 'sha256sum', 'sleep', 'stat', 'sync', 'timeout', 'touch', 'uname'),
	],
};
const sudo: PackageContent = {programs: inBin('sudo')};
const systemd: PackageContent = {
	programs: [...inBin('systemctl', 'hostnamectl', 'journalctl', 'systemd-run'), ...systemdNetworking.programs],
	files: systemdNetworking.files,
};
const utilLinux: PackageContent = {programs: [...inBin('flock', 'ps', 'kill'), '/usr/sbin/swapoff', '/usr/bin/mount']};
const procps: PackageContent = {programs: ['/usr/sbin/sysctl']};
const cloudInit: PackageContent = {programs: inBin('cloud-init'), files: {'/etc/cloud/cloud.cfg': 'users: [default]\n', '/etc/cloud/cloud.cfg.d/README': 'Files here are read in their order.\n'}};
const nothing: PackageContent = {};

/**
What is on a machine before anything was installed.
*/
export const basePackages: PackageLists = {
	fedora: {
		coreutils,
		sudo,
		systemd,
		'util-linux': utilLinux,
		'procps-ng': procps,
		'cloud-init': cloudInit,
		'cloud-utils-growpart': nothing,
		dnf: {programs: inBin('dnf', 'rpm'), requires: ['fedora-repos']},
		'fedora-repos': {
			files: {
				...Object.fromEntries([['fedora', 'Fedora $releasever - $basearch', 'fedora-$releasever'], ['fedora-updates', 'Fedora $releasever - $basearch - Updates', 'updates-released-f$releasever']].map(([file = '', title = '', repo = '']) => [`/etc/yum.repos.d/${file}.repo`, `[${file}]\nname=${title}\nmetalink=https://mirrors.fedoraproject.org/metalink?repo=${repo}&arch=$basearch\nenabled=1\ngpgcheck=1\n`])),
				'/etc/pki/rpm-gpg/RPM-GPG-KEY-fedora-44-x86_64': 'Fedora\n',
			},
		},
		'openssh-server': {files: unitFiles({'sshd.service': unitText('OpenSSH server', {exec: '/usr/sbin/sshd -D'})}), enables: ['sshd.service'], programs: ['/usr/sbin/sshd']},
		NetworkManager: {
			programs: [...inBin('nmcli'), '/usr/sbin/NetworkManager'],
			files: unitFiles({'NetworkManager.service': unitText('Network Manager', {exec: '/usr/sbin/NetworkManager --no-daemon'}).replace('[Service]', 'After=openvswitch.service\n\n[Service]')}),
			enables: ['NetworkManager.service'],
		},
		'selinux-policy': {files: {'/etc/selinux/config': 'SELINUX=enforcing\nSELINUXTYPE=targeted\n'}},
		kmod: {programs: ['/usr/sbin/modprobe', '/usr/sbin/lsmod']},
	},
	debian: {
		coreutils,
		sudo,
		systemd,
		'util-linux': utilLinux,
		procps,
		'cloud-init': cloudInit,
		'cloud-guest-utils': nothing,
		'netplan.io': nothing,
		dbus: nothing,
		'systemd-resolved': {files: {'/etc/resolv.conf': 'nameserver 127.0.0.53\n'}, enables: ['systemd-resolved.service']},
		ifupdown: {
			programs: ['/usr/sbin/ifup'],
			files: unitFiles({'networking.service': unitText('Raise network interfaces', {exec: '/usr/sbin/ifup -a', type: 'oneshot'})}),
			enables: ['networking.service'],
		},
		apt: {files: {'/etc/apt/sources.list.d/debian.sources': 'Types: deb\nURIs: https://deb.debian.org/debian\nSuites: bookworm\nComponents: main\n'}, programs: inBin('apt-get', 'apt-mark', 'apt-cache')},
		dpkg: {programs: inBin('dpkg', 'dpkg-query')},
		'openssh-server': {files: unitFiles({'ssh.service': unitText('OpenBSD Secure Shell server', {exec: '/usr/sbin/sshd -D'})}), enables: ['ssh.service'], programs: ['/usr/sbin/sshd']},
		kmod: {programs: ['/usr/sbin/modprobe', '/usr/sbin/lsmod']},
	},
};
