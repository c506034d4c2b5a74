import {expect, it} from 'vitest';
import {kubernetesRecipe} from '../../steps/kubernetes.js';
import {everyLab, labWith} from './labs.js';
import {complaints} from './shell-check.js';

const recipe = (variables: Readonly<Record<string, string>> = {}): string => kubernetesRecipe(labWith(variables)).join('\n');

it('gives bash and ShellCheck nothing to complain of, for every lab', () => {
	const recipes = new Map(everyLab.map(([name, lab]) => [name, `set -euo pipefail\n${kubernetesRecipe(lab).join('\n')}`]));
	expect(complaints(recipes)).toEqual([]);
});

it('fails by failing: an exit would pass by the trap that powers the builder off', () => {
	for (const [name, lab] of everyLab) {
		expect(kubernetesRecipe(lab).join('\n').replaceAll('exit 101', ''), name).not.toMatch(/\bexit\b/v);
	}
});

it('puts runtime and Kubernetes into the image only where the lab wants them there; settings and packages of the distribution always', () => {
	const withThem = recipe();
	const without = recipe({KUBERNETES_IN: 'nodes'});
	expect(withThem).toContain('pkgs.k8s.io');
	expect(without).not.toMatch(/pkgs\.k8s\.io|opensuse/v);
	for (const text of [withThem, without]) {
		expect(text).toContain('conntrack-tools');
		expect(text).toContain('SELINUX=permissive');
		expect(text).toContain('br_netfilter');
	}
});

it('D24: SELinux is set in the file itself, not through the link that sed would replace', () => {
	expect(recipe()).toContain('/etc/selinux/config');
	expect(recipe()).not.toContain('/etc/sysconfig/selinux');
});

it('D25, D27: packages come from the repository of one minor version', () => {
	expect(recipe({K8S_MINOR: '1.35'})).toContain('baseurl=https://pkgs.k8s.io/core:/stable:/v1.35/rpm/');
	expect(recipe()).not.toContain('packages.cloud.google.com');
});

it('D26: no option that dnf 5 has dropped', () => {
	expect(recipe()).toContain('--setopt=disable_excludes=');
	expect(recipe()).not.toContain('--disableexcludes');
});

it('D28: swap is off for good, whatever kind it is', () => {
	expect(recipe()).toContain('/etc/systemd/zram-generator.conf');
	expect(recipe()).toContain('/etc/fstab');
	expect(recipe()).toContain('swapoff -a');
});

it('D8, D29: a lab that keeps firewalld has Geneve\'s port open', () => {
	expect(recipe({DISABLE_FIREWALLD: 'false'})).toContain('--add-port=6081/udp');
	expect(recipe()).toContain('systemctl disable --now firewalld');
});

it('D31: what kubeadm\'s preflight misses is installed, in both families', () => {
	for (const GUEST_FAMILY of ['fedora', 'debian']) {
		expect(recipe({GUEST_FAMILY})).toMatch(/conntrack.*socat.*ethtool/v);
	}
});

it('D32: kubelet is enabled and not started before there is a cluster', () => {
	expect(recipe()).toContain('systemctl enable kubelet');
	expect(recipe()).not.toMatch(/enable --now kubelet|start kubelet/v);
});

it('D34: CRI-O has the minor version of Kubernetes', () => {
	expect(recipe({K8S_MINOR: '1.35'})).toContain('/isv:/cri-o:/stable:/v1.35/rpm/');
});

it('D35: no bridge configuration of CRI-O is left, whatever its name', () => {
	expect(recipe()).toContain('rm -f /etc/cni/net.d/*crio-bridge.conf*');
});

it('D38, D40: containerd gets a whole file of its version 3, with systemd\'s cgroups', () => {
	const text = recipe({RUNTIME: 'containerd'});
	expect(text).toContain('version = 3');
	expect(text).toContain('SystemdCgroup = true');
});

it('D41, D55: both runtimes know the gateway\'s registry of both networks, on the lab\'s port', () => {
	for (const RUNTIME of ['crio', 'containerd']) {
		const text = recipe({RUNTIME, HTTP_REGISTRY_PORT: '5001'});
		expect(text).toContain('192.168.200.254:5001');
		expect(text).toContain('192.168.100.254:5001');
		expect(text).not.toContain(':5000');
	}
});

it('D140: no compilers, headers or Go', () => {
	expect(recipe()).not.toMatch(/kernel-devel|golang|Development Tools|build-essential/v);
});
