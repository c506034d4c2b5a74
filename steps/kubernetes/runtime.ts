import type {Lab} from '../../source/lab/lab.js';
import {type Command, destructive, sh} from '../../source/shell/command.js';
import {writeFile} from '../../source/shell/file.js';
import {hasMirror} from '../cni/mirror.js';
import {registryOf} from '../launch/clusters.js';
import {variable} from '../launch/variable.js';
import {
	addKey,
	addRepository,
	install,
	keyFile,
	remove,
} from './repositories.js';

/**
The container runtime's unit, socket, and what its version begins with.
*/
export function runtimeOf(lab: Lab): {readonly unit: 'crio' | 'containerd'; readonly socket: string; readonly version: string} {
	return variable(lab, 'RUNTIME') === 'containerd'
		? {unit: 'containerd', socket: 'unix:///run/containerd/containerd.sock', version: '2'}
		// CRI-O's minor version is Kubernetes' own (D34).
		: {unit: 'crio', socket: 'unix:///var/run/crio/crio.sock', version: variable(lab, 'K8S_MINOR')};
}

/**
The gateway's registry as both clusters know it. It speaks plain HTTP (D13), on the port that the lab chose (D55).
*/
export const gatewayRegistries = (lab: Lab): readonly string[] => [registryOf(lab, lab.infra), registryOf(lab, lab.tenant)];

/**
Installs the container runtime and lets it pull from the gateway; as root. Starting it is left to systemd or to the caller.
*/
export const installRuntime = (lab: Lab): readonly Command[] => variable(lab, 'RUNTIME') === 'containerd' ? containerd(lab) : crio(lab);

function crio(lab: Lab): readonly Command[] {
	const base = variable(lab, 'CRIO_URL');
	return [
		...addRepository(lab.guestFamily, {
			name: 'cri-o', base, keySum: variable(lab, 'CRIO_KEY_SHA256'), variable: 'CRIO',
		}),
		...install(lab.guestFamily, [...(lab.guestFamily === 'fedora' ? ['container-selinux'] : []), 'cri-o'], base),
		// With a bridge of CRI-O's own, pods would never wait for the cluster's network (D35).
		sh`rm -f /etc/cni/net.d/*crio-bridge.conf*`,
		writeFile({
			path: '/etc/containers/registries.conf.d/999-insecure.conf',
			content: [
				...gatewayRegistries(lab).map(registry => `[[registry]]\nlocation = "${registry}"\ninsecure = true\n`),
				...(hasMirror(lab)
					? ['[[registry]]\nlocation = "registry.k8s.io"\n', ...gatewayRegistries(lab).map(registry => `[[registry.mirror]]\nlocation = "${registry}"\ninsecure = true\n`)]
					: []),
			].join('\n'),
		}),
		sh`systemctl enable crio`,
	];
}

// Version 3 of the file is containerd 2's; 1.6 and its version 2 are gone (D40).
const containerdConfiguration = `version = 3

[plugins."io.containerd.cri.v1.runtime".containerd.runtimes.runc]
runtime_type = "io.containerd.runc.v2"

[plugins."io.containerd.cri.v1.runtime".containerd.runtimes.runc.options]
SystemdCgroup = true

[plugins."io.containerd.cri.v1.images".registry]
config_path = "/etc/containerd/certs.d"
`;

function containerd(lab: Lab): readonly Command[] {
	const from = variable(lab, 'CONTAINERD_URL');
	const key = keyFile(lab.guestFamily, 'docker');
	const dockerRepository = [
		...addKey(key, `${from}/gpg`, {keySum: variable(lab, 'CONTAINERD_KEY_SHA256'), variable: 'CONTAINERD'}),
		lab.guestFamily === 'fedora'
			? writeFile({
				path: '/etc/yum.repos.d/docker.repo',
				content: `[docker]\nname=docker\nbaseurl=${from}/$releasever/$basearch/stable\nenabled=1\ngpgcheck=1\ngpgkey=file://${key}\nskip_if_unavailable=0\n`,
			})
			: sh`. /etc/os-release; echo ${`deb [signed-by=${key}] ${from}`} "$VERSION_CODENAME" stable >/etc/apt/sources.list.d/docker.list`,
	];
	return [
		...dockerRepository,
		...install(lab.guestFamily, ['containerd.io'], from),
		writeFile({path: '/etc/containerd/config.toml', content: containerdConfiguration}),
		...gatewayRegistries(lab).map(registry => writeFile({
			path: `/etc/containerd/certs.d/${registry}/hosts.toml`,
			content: `server = "http://${registry}"\n\n[host."http://${registry}"]\ncapabilities = ["pull", "resolve"]\n`,
		})),
		// Without the Internet: what kubeadm and containerd itself name of registry.k8s.io is asked of the gateway.
		...(hasMirror(lab)
			? [writeFile({
				path: '/etc/containerd/certs.d/registry.k8s.io/hosts.toml',
				content: gatewayRegistries(lab).map(registry => `[host."http://${registry}"]\ncapabilities = ["pull", "resolve"]\n`).join('\n'),
			})]
			: []),
		sh`systemctl enable containerd`,
	];
}

/**
Stops and removes the container runtime, and what let it pull from the gateway; with sudo.
*/
export const removeRuntime = (lab: Lab): Command => {
	const {unit} = runtimeOf(lab);
	return destructive(sh`
		set -e
		if systemctl cat ${unit} >/dev/null 2>&1; then sudo systemctl disable --now ${unit}; fi
		${unit === 'crio' ? remove(lab.guestFamily, ['cri-o'], 'cri-o') : remove(lab.guestFamily, ['containerd.io'], 'docker')}
		sudo rm -rf -- /etc/containers/registries.conf.d/999-insecure.conf /etc/containerd/certs.d
	`);
};
