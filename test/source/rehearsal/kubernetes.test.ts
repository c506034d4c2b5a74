import {expect, test} from 'vitest';
import {cloudMachine} from '../../../source/rehearsal/cloud/image.js';
import {makeLink} from '../../../source/rehearsal/network/model.js';
import {internet} from '../../../source/rehearsal/network/segment.js';
import {openRehearsal} from '../../../source/rehearsal/open.js';
import {installPackage} from '../../../source/rehearsal/packages/install.js';
import {rootOf, runScript} from '../../../source/rehearsal/script.js';
import {rootFiles} from '../../../source/rehearsal/systemd/units.js';

type Shell = (text: string) => Promise<{readonly status: number; readonly output: string}>;

const said = async (shell: Shell, text: string): Promise<string> => {
	const {output} = await shell(text);
	return output;
};

const repositories = [
	'[kubernetes]\nbaseurl=https://pkgs.k8s.io/core:/stable:/v1.36/rpm/\n',
	'[cri-o]\nbaseurl=https://download.opensuse.org/repositories/isv:/cri-o:/stable:/v1.36/rpm/\n',
].join('\n');

/**
A machine by itself that has what a node of Kubernetes needs, and reaches the internet.
*/
function machineForNode(): Shell {
	const {rehearsal} = openRehearsal({speed: Infinity});
	const machine = cloudMachine('fedora');
	machine.name = 'infra-1';
	machine.bootedAt = 0;
	machine.readyAt = 0;
	rehearsal.world.nodes.set(machine.name, machine);
	rehearsal.running.set(machine.name, new AbortController());
	machine.network.links.set('enp7s0', makeLink('enp7s0', 'ethernet', '52:54:00:00:00:01', {isUp: true, addresses: [{address: '192.168.200.1', prefix: 24}], wire: {machine: internet, link: ''}}));
	machine.network.routes.push({
		to: 'default', via: '192.168.200.254', link: 'enp7s0', metric: 100, protocol: 'static',
	});
	rootFiles(machine).write('/etc/resolv.conf', 'nameserver 192.0.2.53\n');
	rootFiles(machine).mkdir('/etc/yum.repos.d', {recursive: true});
	rootFiles(machine).write('/etc/yum.repos.d/all.repo', repositories);
	for (const name of ['conntrack-tools', 'cri-o', 'kubelet', 'kubeadm', 'kubectl', 'cri-tools', 'kubernetes-cni', 'iproute']) {
		installPackage(machine, name);
	}

	machine.modules.add('br_netfilter');
	return async text => {
		let output = '';
		const status = await runScript(text, {
			rehearsal,
			machine,
			user: rootOf(machine),
			signal: new AbortController().signal,
			onOutput(_stream, bytes) {
				output += new TextDecoder().decode(bytes);
			},
		});
		return {status, output: output.trim()};
	};
}

const init = 'kubeadm init --node-name infra-1 --pod-network-cidr 10.244.0.0/16 --service-cidr 10.245.0.0/16 --apiserver-advertise-address 192.168.200.1 --cri-socket unix:///var/run/crio/crio.sock';
const ready = 'kubectl get node infra-1 -o \'jsonpath={.status.conditions[?(@.type=="Ready")].status}\'';

async function clusterOfOne(): Promise<Shell> {
	const shell = machineForNode();
	expect(await shell(`sysctl -w net.ipv4.ip_forward=1 >/dev/null; rm /etc/cni/net.d/*; systemctl start crio && ${init} && mkdir -p ~/.kube && cp /etc/kubernetes/admin.conf ~/.kube/config`)).toMatchObject({status: 0});
	return shell;
}

test('kubeadm wants what a node needs before it begins', async () => {
	const shell = machineForNode();
	expect(await said(shell, init)).toMatch(/ERROR CRI\][\s\S]*ip_forward contents are not set to 1/v);
	await shell('systemctl start crio; sysctl -w net.ipv4.ip_forward=1');
	expect(await said(shell, init.replace('192.168.200.1', '192.168.200.9'))).toContain('must be an address of this machine');
	expect(await shell(init)).toMatchObject({status: 0});
	expect(await said(shell, init)).toMatch(/Port-6443[\s\S]*already exists[\s\S]*\/var\/lib\/etcd is not empty/v);
});

test('a node is ready only when a network is there, and flannel that fits brings one', async () => {
	const shell = await clusterOfOne();
	expect(await said(shell, ready)).toBe('False');
	const manifest = 'curl -fsSL https://raw.githubusercontent.com/flannel-io/flannel/v0.28.4/Documentation/kube-flannel.yml';
	const rolledOut = 'kubectl -n kube-flannel rollout status daemonset/kube-flannel-ds --timeout=20s';
	expect(await shell(`${manifest} | sed 's#"Network": *"[^"]*"#"Network": "10.99.0.0/16"#' | kubectl apply --server-side --force-conflicts -f - && ${rolledOut}`)).toMatchObject({status: 1});
	expect(await said(shell, 'kubectl -n kube-flannel logs daemonset/kube-flannel-ds')).toContain('doesn\'t contain "10.244.0.0/24" PodCIDR');
	expect(await shell(`${manifest} | kubectl apply --server-side --force-conflicts -f - && ${rolledOut}`)).toMatchObject({status: 0});
	expect(await said(shell, ready)).toBe('True');
	expect(await said(shell, 'systemctl stop crio; kubectl get nodes')).toContain('NotReady');
});

test('kubectl and the API refuse what they do not know', async () => {
	const shell = await clusterOfOne();
	const pod = (spec: string) => `kubectl apply -f - <<'EOF'\napiVersion: v1\nkind: Pod\nmetadata: {name: one}\nspec: ${spec}\nEOF`;
	for (const [text, words] of [
		['kubectl get nodez', 'the server doesn\'t have a resource type "nodez"'],
		['kubectl get node infra-9', 'nodes "infra-9" not found'],
		['kubectl get nodes -o jsonpth={.items}', 'unable to match a printer'],
		['kubectl get nodes -o \'jsonpath={range .items[*]}x\'', 'unterminated range'],
		['kubectl -n nowhere apply -f - <<<\'{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "one"}}\'', 'namespaces "nowhere" not found'],
		['kubectl apply --force-conflicts -f /dev/null', 'only works with --server-side'],
		[pod('{nodeSelectr: {a: b}, containers: [{name: a, image: b}]}'), 'unknown field "spec.nodeSelectr"'],
		[pod('{containers: [{name: a, image: b, comand: [c]}]}'), 'unknown field "spec.containers[0].comand"'],
		[pod('{containers: [{name: a, image: b, volumeMounts: [{name: c, mountPath: /c}]}]}'), 'Not found: "c"'],
		[pod('{containers: ['), 'error converting YAML to JSON'],
		['kubectl label node infra-1 beta.kubernetes.io/os=other', '--overwrite is false'],
		['kubectl label node infra-1 a=b/c', 'invalid label spec'],
		['kubectl rollout status daemonset/coredns', 'daemonsets.apps "coredns" not found'],
		['kubectl -n kube-system patch deployment coredns --type jsn -p {}', '--type must be one of'],
		['kubectl wait --for=condition-Ready node/infra-1', 'unrecognized condition'],
		['kubectl --kubeconfig /etc/none get nodes', 'error loading config file'],
	] as const) {
		const {status, output} = await shell(text);
		expect({
			text, status, isSaid: output.includes(words), output,
		}).toMatchObject({status: 1, isSaid: true});
	}
});

test('a pod waits for an image that no registry has, and says so', async () => {
	const shell = await clusterOfOne();
	const pod = (image: string) => `apiVersion: v1\nkind: Pod\nmetadata: {name: one}\nspec: {hostNetwork: true, tolerations: [{operator: Exists}], containers: [{name: a, image: ${image}}]}`;
	const phase = 'kubectl get pod one -o jsonpath={.status.phase}';
	expect(await said(shell, `kubectl apply -f - <<<'${pod('docker.io/nicolaka/netshot:v0.14')}'; ${phase}`)).toContain('Pending');
	expect(await said(shell, 'kubectl describe pod one')).toContain('access to the resource is denied');
	expect(await said(shell, `kubectl delete pod one; kubectl apply -f - <<<'${pod('docker.io/nicolaka/netshoot:v0.14')}'; ${phase}`)).toContain('Running');
});

test('a machine joins with a token that counts, and with no other', async () => {
	const shell = await clusterOfOne();
	const {output} = await shell('kubeadm token create --ttl 30m --print-join-command');
	expect(output).toMatch(/^kubeadm join 192\.168\.200\.1:6443 --token [\da-z]{6}\.[\da-z]{16} --discovery-token-ca-cert-hash sha256:[\da-f]{64}$/v);
	const ignored = '--cri-socket unix:///var/run/crio/crio.sock --ignore-preflight-errors all';
	expect(await said(shell, `${output.replace(/--token \S+/v, '--token aaaaaa.bbbbbbbbbbbbbbbb')} ${ignored}`)).toContain('token ID "aaaaaa"');
	expect(await said(shell, `${output.replace(/sha256:\S+/v, 'sha256:00')} ${ignored}`)).toContain('none of the public keys are pinned');
});
