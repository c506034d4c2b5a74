import {spawnSync} from 'node:child_process';
import {expect, it} from 'vitest';
import {stepsOf} from '../../source/plan/plan.js';
import {dpuValues, hostValues} from '../../steps/launch/values.js';
import {everyLab, labWith} from './labs.js';
import {dpuKeys, hostKeys} from './upstream-values.js';
import {
	idsOf,
	planOf,
	stepOf,
	textOf,
} from './plans.js';
import {scriptsIn} from './shell-check.js';

const launchIds = (PROFILE: string): readonly string[] => idsOf(labWith({PROFILE})).filter(id => id.startsWith('launch.'));

it('D74: every node that is no controller joins, except in ctrl-only, which stops where the documents do', () => {
	for (const profile of ['full', 'offload']) {
		expect(launchIds(profile).filter(id => id.startsWith('launch.join'))).toEqual(['infra-2', 'infra-3', 'tenant-2', 'tenant-3', 'tenant-4'].map(name => `launch.join@${name}`));
	}

	expect(launchIds('ctrl-only').filter(id => id.startsWith('launch.join'))).toEqual([]);
	expect(launchIds('ctrl-only')).toContain('launch.init@infra-1');
});

it('D72, D73: a token is minted when a node joins, and is in no argument and no file', () => {
	const [command, ...others] = stepOf(labWith(), 'launch.join@tenant-4').commands;
	expect(others).toEqual([]);
	expect(command?.place).toEqual({kind: 'remote'});
	expect(command?.text).toMatch(/kubeadm token create --ttl 30m --print-join-command' \| ssh/v);
	expect(command?.text).toContain('kubeadm join --config /dev/stdin');
	expect(command?.text).not.toMatch(/--token \$|\btee\b/v);
	expect(command?.text.replaceAll('>&2', '')).not.toMatch(/>|<</v);
	expect(textOf(stepOf(labWith(), 'launch.init@infra-1'))).toContain('--skip-token-print');
});

it('makes kubeadm\'s configuration of what the controller prints, in a real bash, and stops without a token', () => {
	const [command] = stepOf(labWith(), 'launch.join@tenant-4').commands;
	const script = scriptsIn(command!.text).at(-1)!;
	const run = (printed: string) => spawnSync('bash', ['-c', `sudo() { cat; }\n${script}`], {input: printed, encoding: 'utf8'});
	const joined = run('kubeadm join 192.168.100.1:6443 --token abcdef.0123456789abcdef --discovery-token-ca-cert-hash sha256:cafe \n');
	expect(joined.stdout.split('\n')).toEqual([
		'apiVersion: kubeadm.k8s.io/v1beta4',
		'kind: JoinConfiguration',
		'nodeRegistration:',
		'  name: tenant-4',
		'  criSocket: unix:///var/run/crio/crio.sock',
		'discovery:',
		'  bootstrapToken:',
		'    apiServerEndpoint: 192.168.100.1:6443',
		'    token: abcdef.0123456789abcdef',
		'    caCertHashes: ["sha256:cafe"]',
		'',
	]);
	expect(run('').status).not.toBe(0);
});

it('D75: whether the cluster is there is asked of its API, and a broken-off init goes on', () => {
	const step = stepOf(labWith(), 'launch.init@tenant-1');
	expect(step.probe.text).toContain('/readyz');
	expect(step.probe.text).toContain('/etc/kubernetes/admin.conf');
	expect(textOf(step)).toContain('--ignore-preflight-errors FileAvailable--etc-kubernetes-manifests-kube-apiserver.yaml');
	expect(textOf(step)).not.toContain('kubeadm reset');
});

it('D76: kubelet\'s file is written whole, with the node\'s address in its cluster', () => {
	expect(textOf(stepOf(labWith(), 'launch.node-ip@infra-2'))).toBe('sudo install -D -m 0644 /dev/stdin /etc/sysconfig/kubelet <<\'EOF\'\nKUBELET_EXTRA_ARGS=--node-ip=192.168.200.2\nEOF');
	expect(textOf(stepOf(labWith({GUEST_FAMILY: 'debian'}), 'launch.node-ip@infra-2'))).toContain('/etc/default/kubelet');
});

it('D78: kube-proxy never starts in a cluster of OVN-Kubernetes, and does in one of flannel', () => {
	const skips = (PROFILE: string, node: string): boolean => textOf(stepOf(labWith({PROFILE}), `launch.init@${node}`)).includes('--skip-phases=addon/kube-proxy');
	expect([skips('offload', 'infra-1'), skips('offload', 'tenant-1'), skips('full', 'infra-1'), skips('ctrl-only', 'infra-1')]).toEqual([false, true, true, true]);
});

it('D16, D20: kubeadm gets each cluster\'s own CIDR, OVN-Kubernetes that and the prefix of a node\'s part', () => {
	const lab = labWith();
	expect(textOf(stepOf(lab, 'launch.init@infra-1'))).toContain('--pod-network-cidr 10.246.0.0/16 --service-cidr 10.247.0.0/16 --apiserver-advertise-address 192.168.200.1');
	expect(textOf(stepOf(lab, 'launch.init@tenant-1'))).toContain('--pod-network-cidr 10.244.0.0/16 --service-cidr 10.245.0.0/16 --apiserver-advertise-address 192.168.100.1');
	expect(hostValues(lab, lab.tenant)).toContain('podNetwork: "10.244.0.0/16/24"');
});

it('D15: the API\'s address is the controller\'s, whatever its number', () => {
	const lab = labWith({TENANT_OCTETS: '192.168.77'});
	expect(hostValues(lab, lab.tenant)).toContain('k8sAPIServer: "https://192.168.77.1:6443"');
});

it('D41, D81: init and join use the socket of the lab\'s runtime', () => {
	const lab = labWith({RUNTIME: 'containerd'});
	expect(textOf(stepOf(lab, 'launch.init@infra-1'))).toContain('unix:///run/containerd/containerd.sock');
	expect(textOf(stepOf(lab, 'launch.join@infra-2'))).toContain('unix:///run/containerd/containerd.sock');
});

it('D83: OVN\'s bridge is asked for by its name', () => {
	expect(stepOf(labWith(), 'launch.br-int@infra-2').probe.text).toContain('br-exists br-int');
});

it('D70, D96: what runs is waited for with a limit and a word, and by its rollout', () => {
	expect(textOf(stepOf(labWith(), 'launch.ovn-kubernetes@tenant-1'))).toMatch(/rollout status daemonset\/ovnkube-node[\s\S]*does not get ready/v);
});

it('D141: each cluster pulls from the gateway\'s address in its own network', () => {
	const lab = labWith();
	expect(hostValues(lab, lab.tenant)).toContain('"192.168.100.254:5000/ovn-kube-fedora"');
	expect(dpuValues(lab)).toContain('"192.168.200.254:5000/ovn-kube-fedora"');
});

it('D142: the pods\' MTU leaves room for Geneve', () => {
	const lab = labWith();
	expect(hostValues(lab, lab.tenant)).toContain('mtu: 1400');
	expect(dpuValues(lab)).toContain('mtu: 1400');
});

it('has the infra cluster on flannel in offload alone', () => {
	expect(launchIds('offload')).toContain('launch.flannel');
	expect(launchIds('offload').filter(id => id.startsWith('launch.ovn-kubernetes'))).toEqual(['launch.ovn-kubernetes@tenant-1']);
	for (const profile of ['full', 'ctrl-only']) {
		expect(launchIds(profile)).not.toContain('launch.flannel');
		expect(launchIds(profile).filter(id => id.startsWith('launch.ovn-kubernetes'))).toEqual(['launch.ovn-kubernetes@infra-1', 'launch.ovn-kubernetes@tenant-1']);
	}
});

it('marks DPU hosts before OVN-Kubernetes comes, which would else run in full on them', () => {
	const ids = launchIds('offload');
	expect(ids.indexOf('launch.label-dpu-hosts')).toBeLessThan(ids.indexOf('launch.ovn-kubernetes@tenant-1'));
	expect(stepOf(labWith(), 'launch.ovn-kubernetes@tenant-1').needs).toContain('launch.label-dpu-hosts');
});

it('waits for nodes that run OVN-Kubernetes, and not for DPU hosts, which are ready only with their DPUs', () => {
	const {needs, probe} = stepOf(labWith(), 'launch.ovn-kubernetes@tenant-1');
	expect(needs).toContain('launch.join@tenant-4');
	expect(needs).not.toContain('launch.join@tenant-2');
	expect(probe.text).toMatch(/daemonset ovnkube-node .* = 2$/v);
	expect(stepOf(labWith({PROFILE: 'full'}), 'launch.ovn-kubernetes@tenant-1').probe.text).toMatch(/= 4$/v);
});

it('never runs the chart\'s own Open vSwitch, which would reset the node\'s', () => {
	for (const PROFILE of ['ctrl-only', 'full', 'offload']) {
		const lab = labWith({PROFILE});
		expect(hostValues(lab, lab.tenant)).toContain('ovs-node: false');
	}

	expect(dpuValues(labWith())).toContain('ovs-node: false');
});

it('installs runtime and packages in the nodes in both ways of KUBERNETES_IN; the probe holds where the image has them', () => {
	for (const KUBERNETES_IN of ['template', 'nodes']) {
		const ids = idsOf(labWith({KUBERNETES_IN}));
		expect(ids.filter(id => /^launch\.(?:runtime|packages)@/v.test(id))).toHaveLength(14);
	}
});

it('every kubectl and helm of the two clusters runs on a controller', () => {
	for (const step of stepsOf(planOf(labWith()))) {
		const here = step.commands.filter(({text, place}) => /sudo (?:timeout 3 )?(?:kubectl|helm) --kubeconfig \/etc\/kubernetes\/admin/v.test(text) && (place ?? step.place).kind !== 'remote');
		const places = new Set(here.map(({place}) => place ?? step.place).map(place => place.kind === 'node' ? place.name : place.kind));
		expect([...places].filter(place => place !== 'infra-1' && place !== 'tenant-1'), step.id).toEqual([]);
	}
});

it('offers user-defined networks as upstream wants them: the CRD first, the management ports by the device plugin', () => {
	const lab = labWith({SEGMENTATION: 'true', NUM_VF: '8'});
	expect(stepOf(lab, 'launch.ovn-kubernetes@tenant-1').needs).toContain('launch.network-definitions@tenant-1');
	expect(idsOf(labWith())).not.toContain('launch.network-definitions@tenant-1');
	const host = hostValues(lab, lab.tenant);
	expect(host).toContain('  enableNetworkSegmentation: true');
	expect(host).toContain('  mgmtPortVFResourceName: "dpusim.io/mgmtvf"');
	expect(host).toContain('  mgmtPortVFsCount: 3');
	expect(host).not.toContain('nodeMgmtPortNetdev');
	expect(dpuValues(lab)).toContain('  enableNetworkSegmentation: true');
	expect(textOf(stepOf(lab, 'dpu-plumbing.device-plugin'))).toContain('value: "3"');
	expect(stepOf(lab, 'dpu-plumbing.device-plugin').probe.text).toContain('4\n4');
});

it('has the gateway mode, the hybrid overlay and the identity that were chosen', () => {
	const lab = labWith({
		PROFILE: 'full', GATEWAY_MODE: 'local', HYBRID_OVERLAY: 'true', OVNK_IDENTITY: 'false',
	});
	const values = hostValues(lab, lab.infra);
	expect(values).toContain('  gatewayMode: "local"');
	expect(values).toContain('  enableHybridOverlay: "true"');
	expect(values).toContain('  ovnkube-identity: false');
	expect(values).toContain('  enableOvnKubeIdentity: false');
	expect(hostValues(labWith({PROFILE: 'full'}), lab.infra)).not.toMatch(/Hybrid|ovnkube-identity/v);
});

/**
The paths of the keys in YAML that is indented by two spaces.
*/
function keysOf(yaml: string): readonly string[] {
	const path: string[] = [];
	return yaml.split('\n').flatMap(line => {
		const [, indent = '', key] = /^( *)([\w\-]+):/v.exec(line) ?? [];
		if (key === undefined) {
			return [];
		}

		path.splice(indent.length / 2, path.length, key);
		return [path.join('.')];
	});
}

it('sets no value that upstream\'s chart does not have, in any lab', () => {
	const other = labWith({PROFILE: 'full', HYBRID_OVERLAY: 'true', GATEWAY_MODE: 'local'});
	for (const lab of [...everyLab.map(([, each]) => each), other, labWith({SEGMENTATION: 'true'})]) {
		expect(keysOf(hostValues(lab, lab.tenant)).filter(key => !hostKeys.has(key))).toEqual([]);
		expect(keysOf(dpuValues(lab)).filter(key => !dpuKeys.has(key))).toEqual([]);
	}

	expect(keysOf('global:\n  simulatedDpu: true').filter(key => !hostKeys.has(key))).toEqual(['global.simulatedDpu']);
});
