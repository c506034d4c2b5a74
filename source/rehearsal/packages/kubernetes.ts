import type {PackageContent, PackageLists} from '../packages.js';
import {unitFiles, unitText} from './units.js';

const inBin = (...names: readonly string[]) => names.map(name => `/usr/bin/${name}`);
const nothing: PackageContent = {};

const ofMinor = (url: string, pattern: RegExp) => {
	const minor = pattern.exec(url)?.groups?.minor;
	return minor === undefined ? undefined : `${minor}.2`;
};

const kubernetesVersion = (url: string) => ofMinor(url, /^https:\/\/pkgs\.k8s\.io\/core:\/stable:\/v(?<minor>1\.\d+)\/(?:rpm|deb)\/$/v);
const crioVersion = (url: string) => ofMinor(url, /^https:\/\/download\.opensuse\.org\/repositories\/isv:\/cri-o:\/stable:\/v(?<minor>1\.\d+)\/(?:rpm|deb)\/$/v);
const dockerVersion = (url: string) => /^https:\/\/download\.docker\.com\/linux\/(?:fedora\/\$releasever\/\$basearch\/stable|debian)$/v.test(url) ? '2.1.4' : undefined;

const from = (versionAt: (url: string) => string | undefined, content: PackageContent): PackageContent => ({...content, versionAt, repository: url => versionAt(url) !== undefined});

const crio = from(crioVersion, {
	programs: inBin('crio'),
	files: {
		...unitFiles({'crio.service': unitText('Container Runtime Interface for OCI (CRI-O)', {exec: '/usr/bin/crio', type: 'notify'})}),
		// Its own network, for who has no cluster.
		'/etc/cni/net.d/100-crio-bridge.conflist': '{"cniVersion": "1.0.0", "name": "crio", "plugins": [{"type": "bridge", "bridge": "cni0"}]}\n',
		'/etc/crio/crio.conf.d/10-crio.conf': '[crio.runtime]\ndefault_runtime = "crun"\n',
	},
});

const containerd = from(dockerVersion, {
	programs: inBin('containerd', 'ctr', 'runc'),
	files: {
		...unitFiles({'containerd.service': unitText('containerd container runtime', {exec: '/usr/bin/containerd', type: 'notify'})}),
		'/etc/containerd/config.toml': 'disabled_plugins = ["cri"]\n',
	},
});

const kubelet: PackageContent = {
	programs: inBin('kubelet'),
	files: unitFiles({'kubelet.service': unitText('kubelet: The Kubernetes Node Agent', {exec: '/usr/bin/kubelet'})}),
};

const ofVendors = {
	'cri-o': crio,
	'containerd.io': containerd,
	kubelet: from(kubernetesVersion, kubelet),
	kubeadm: from(kubernetesVersion, {programs: inBin('kubeadm')}),
	kubectl: from(kubernetesVersion, {programs: inBin('kubectl')}),
	'cri-tools': from(kubernetesVersion, {programs: inBin('crictl')}),
	'kubernetes-cni': from(kubernetesVersion, {files: {'/opt/cni/bin/loopback': '\n', '/opt/cni/bin/bridge': '\n', '/opt/cni/bin/portmap': '\n'}}),
};

const tools: Readonly<Record<string, PackageContent>> = {
	socat: {programs: inBin('socat')},
	ethtool: {programs: ['/usr/sbin/ethtool']},
	git: {programs: inBin('git')},
	make: {programs: inBin('make')},
};

/**
Container runtimes, kubelet and its tools, and what their preflight wants; of the distribution and of the vendors' repositories.
*/
export const kubernetesPackages: PackageLists = {
	fedora: {
		...ofVendors,
		...tools,
		'conntrack-tools': {programs: ['/usr/sbin/conntrack']},
		'iproute-tc': {programs: ['/usr/sbin/tc']},
		'iptables-nft': {programs: ['/usr/sbin/iptables', '/usr/sbin/ip6tables']},
		'container-selinux': nothing,
	},
	debian: {
		...ofVendors,
		...tools,
		// Debian starts what it installs, and Docker's package has its unit enabled.
		'containerd.io': {...ofVendors['containerd.io'], enables: ['containerd.service']},
		conntrack: {programs: ['/usr/sbin/conntrack']},
	},
};
