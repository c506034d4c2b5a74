import type {PackageContent, PackageLists} from '../packages.js';
import {unitFiles, unitText} from './units.js';

const nftables: PackageContent = {
	programs: ['/usr/sbin/nft'],
	files: unitFiles({'nftables.service': unitText('Netfilter Tables', {exec: '/usr/sbin/nft -f /etc/sysconfig/nftables.conf', type: 'oneshot'})}),
};
const podman: PackageContent = {programs: ['/usr/bin/podman']};
const firewalld: PackageContent = {programs: ['/usr/sbin/firewalld', '/usr/bin/firewall-cmd', '/usr/bin/firewall-offline-cmd'], files: unitFiles({'firewalld.service': unitText('firewalld - dynamic firewall daemon', {exec: '/usr/sbin/firewalld --nofork'})}), enables: ['firewalld.service']};

/**
What the gateway serves with.
*/
export const gatewayPackages: PackageLists = {
	fedora: {
		nftables,
		podman,
		firewalld,
		// Its own configuration is for a registry on the same machine, without a password.
		'docker-distribution': {
			programs: ['/usr/bin/registry'],
			files: {
				...unitFiles({'docker-distribution.service': unitText('v2 Registry server for Docker', {exec: '/usr/bin/registry serve /etc/docker-distribution/registry/config.yml'})}),
				'/etc/docker-distribution/registry/config.yml': 'version: 0.1\nlog:\n  fields:\n    service: registry\nstorage:\n    cache:\n        layerinfo: inmemory\n    filesystem:\n        rootdirectory: /var/lib/registry\nhttp:\n    addr: :5000\n',
			},
		},
	},
	debian: {
		nftables,
		podman,
		'docker-registry': {
			programs: ['/usr/bin/docker-registry'],
			files: {
				...unitFiles({'docker-registry.service': unitText('Docker registry', {exec: '/usr/bin/docker-registry serve /etc/docker/registry/config.yml'})}),
				'/etc/docker/registry/config.yml': 'version: 0.1\nstorage:\n  filesystem:\n    rootdirectory: /var/lib/docker-registry\nhttp:\n  addr: :5000\nauth:\n  htpasswd:\n    realm: basic-realm\n    path: /etc/docker/registry\n',
			},
			enables: ['docker-registry.service'],
		},
	},
};
