import {afterAll, expect, test} from 'vitest';
import {labServer, statesOf} from './server.js';

// In this order, on a server that holds nothing of a lab: each goes on from where the one before left the server.
const lab = labServer();
afterAll(() => {
	lab.remove();
});

const sizes = ['GATEWAY', 'CTRL', 'DPU', 'HOST', 'WORKER'].flatMap(group => [`${group}_VCPUS=1`, `${group}_MEM_MB=768`, `${group}_DISK_GB=8`]);
const vmStages = ['--stage', 'base-vm', '--stage', 'gateway', '--stage', 'kubernetes', '--stage', 'remaining-vms'];

const standing = () => lab.on(`
	sudo virsh net-dumpxml infra; sudo virsh dumpxml infra-2 2>/dev/null | grep -vE '<domain |vnet|<label|<imagelabel'
	cat /sys/class/net/br2-vf0/ifalias /sys/class/net/br2-vf0/address 2>/dev/null
`);

test('a lab is described by the command line', async () => {
	expect(await lab.wizard(['lab', 'new', 'real', '--server', lab.server])).toMatchObject({status: 0});
	const set = await lab.wizard(['lab', 'set', 'NUM_VF=3', 'GUEST_FAMILY=debian', 'KUBERNETES_IN=nodes', `IMAGE_URL=${lab.image}`, `IMAGE_SHA256=${lab.imageSha256}`, ...sizes]);
	expect(set).toMatchObject({status: 0});
});

test('the server gets its packages and daemons', async () => {
	const run = await lab.wizard(['run', '--yes', '--json', '--to', 'base-vm.default-network']);
	expect(run.words).toContain('"state":"done"');
	expect(run.status).toBe(0);
});

test('a network, a bridge and a domain of somebody else stay as they are, and the step says whose they seem to be', async () => {
	lab.on(`
		sudo virsh net-define /dev/stdin <<'EOF'
		<network><name>infra</name><bridge name='virbr77'/></network>
		EOF
		sudo ip link add br2-vf0 type bridge && sudo ip link set br2-vf0 alias 'of alice'
		sudo virsh define /dev/stdin <<'EOF'
		<domain type='qemu'><name>infra-2</name><memory unit='MiB'>64</memory><os><type>hvm</type></os></domain>
		EOF
	`.replaceAll('\t', ''));
	const before = standing();
	const network = await lab.wizard(['run', '--yes', '--json', '--only', 'base-vm.infra-network']);
	expect(network.status).toBe(1);
	expect(network.words).toMatch(/The network infra on this server is not this lab's\. It seems to belong to somebody .* bridge virbr77/);
	const bridge = await lab.wizard(['run', '--yes', '--json', '--only', 'remaining-vms.bridges']);
	expect(bridge.status).toBe(1);
	expect(bridge.words).toContain('br2-vf0 on this server is not this lab\'s. It seems to belong to whoever marked it: of alice');
	const domain = await lab.wizard(['run', '--yes', '--json', '--only', 'remaining-vms.define@infra-2']);
	expect(domain.status).toBe(1);
	expect(standing()).toBe(before);
	lab.on('sudo virsh net-undefine infra; sudo virsh undefine infra-2; sudo ip link del br2-vf0');
});

test('killed in five different steps and started again, it goes from nothing to all VMs', async () => {
	const killAt = ['base-vm.image', 'base-vm.golden', 'gateway.ready@gw-1', 'gateway.packages@gw-1', 'kubernetes.image'];
	for (const step of killAt) {
		const killed = await lab.wizard(['run', '--yes', '--json', '--stage', 'base-vm', '--stage', 'gateway', '--stage', 'kubernetes'], event => event.step === step && event.type === 'output');
		expect(killed.status, killed.words.slice(-2000)).not.toBe(0);
		for (const line of lab.journal('real').split('\n').filter(text => text !== '').slice(0, -1)) {
			expect(() => JSON.parse(line) as unknown).not.toThrow();
		}
	}

	for (const args of [['--stage', 'base-vm', '--stage', 'gateway', '--stage', 'kubernetes'], ['--only', 'cni.image'], ['--stage', 'remaining-vms']]) {
		const run = await lab.wizard(['run', '--yes', '--json', ...args]);
		expect(run.status, run.words.slice(-2000)).toBe(0);
	}
});

test('run again everything is already done, and nothing was changed', async () => {
	const before = standing();
	const run = await lab.wizard(['run', '--yes', '--json', ...vmStages]);
	expect(run.status).toBe(0);
	expect(new Set(statesOf(run).values())).toEqual(new Set(['already done']));
	expect(run.events.some(({type}) => type === 'command.started')).toBe(false);
	expect(standing()).toBe(before);
	expect(run.seconds).toBeLessThan(60);
});

const nodes = ['gw-1', 'infra-1', 'infra-2', 'infra-3', 'tenant-1', 'tenant-2', 'tenant-3', 'tenant-4'];
const onNodes = (command: string) => lab.on(`
	for node in ${nodes.join(' ')}; do ssh -F "$(ls -d ~/src/dpu-wizard/real-*)/ssh_config" "$node" '${command}'; done
`).trim().split('\n');

test('every node is itself: name, machine id, ssh host key and MAC are different', () => {
	expect(onNodes('hostname -s')).toEqual(nodes);
	for (const fact of ['cat /etc/machine-id', 'sudo cut -d " " -f 2 /etc/ssh/ssh_host_ed25519_key.pub', 'cat /sys/class/net/enp1s0/address']) {
		expect(new Set(onNodes(fact)).size).toBe(nodes.length);
	}
});

test('the gateway forwards for a node to the network outside, and counts what it masquerades', () => {
	const config = '"$(ls -d ~/src/dpu-wizard/real-*)/ssh_config"';
	// From a network namespace of its own, so that the node's own routes stay as they are.
	const words = lab.on(`ssh -F ${config} infra-1 'sudo ip netns add outside; sudo ip link add link enp7s0 name mv0 type macvlan mode bridge; sudo ip link set enp7s0 up; sudo ip link set mv0 netns outside
		sudo ip -n outside addr add 192.168.200.77/24 dev mv0; sudo ip -n outside link set mv0 up; sudo ip -n outside route add default via 192.168.200.254
		sudo ip netns exec outside ping -c 3 -W 5 192.168.122.1; sudo ip netns exec outside ping -c 3 -W 5 192.168.100.254; sudo ip netns del outside'
		ssh -F ${config} gw-1 sudo nft list table ip dpu_wizard`);
	expect(words.match(/ 0% packet loss/g)).toHaveLength(2);
	expect(words).toMatch(/counter packets [1-9]\d* bytes \d+ masquerade/);
});
