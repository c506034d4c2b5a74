import {expect, test} from 'vitest';
import {defaultDefinition} from '../../source/lab/defaults.js';
import {deriveLab} from '../../source/lab/derive.js';
import {makePlan, stepsOf} from '../../source/plan/plan.js';
import {serverPaths} from '../../source/lab/server-paths.js';
import {domainXml, nodeDomainParts} from '../../steps/parts/domain-xml.js';
import {nodeSeed} from '../../steps/parts/seed.js';

const lab = deriveLab({
	...defaultDefinition(),
	arrays: {...defaultDefinition().arrays, INFRA_DPU_LIST: ['infra-2', 'infra-10', 'infra-31'], TENANT_DPU_HOST_LIST: ['tenant-2', 'tenant-10', 'tenant-31']},
	variables: {NUM_VF: '20'},
});
const node = (name: string) => lab.nodes.find(each => each.name === name)!;
const xml = (name: string) => domainXml(nodeDomainParts(lab, node(name), 'x'));
const steps = stepsOf(makePlan(lab));
const step = (id: string) => steps.find(each => each.id === id)!;
const text = (id: string) => step(id).commands.map(command => command.text).join('\n');

const interfaces = (name: string) => xml(name).split('\n').filter(line => line.includes('<interface'));

test('a DPU has its three NICs and twenty VFs, each with the MAC and the address that the documents\' layout gives it', () => {
	const lines = interfaces('infra-31');
	expect(lines).toHaveLength(23);
	expect(lines[0]).toContain('<source network=\'default\'/>');
	expect(lines[0]).toContain('bus=\'0x01\' slot=\'0x00\' function=\'0x0\'');
	expect(lines[1]).toContain('<source network=\'infra\'/>');
	expect(lines[1]).toContain('bus=\'0x07\'');
	expect(lines[2]).toContain('<source network=\'tenant\'/>');
	expect(lines[2]).toContain('bus=\'0x08\'');
	expect(lines[3]).toContain('<source bridge=\'br31-vf0\'/><target dev=\'tap31-vf0-i\'/>');
	expect(lines[3]).toContain('bus=\'0x02\' slot=\'0x00\' function=\'0x1\'');
	expect(lines[10]).toContain('<target dev=\'tap31-vf7-i\'/>');
	expect(lines[10]).toContain('bus=\'0x03\' slot=\'0x00\' function=\'0x1\'');
	expect(lines[22]).toContain('<target dev=\'tap31-vf19-i\'/>');
	expect(lines[22]).toContain('bus=\'0x04\' slot=\'0x00\' function=\'0x6\'');
});

test('D132, D133: no two NICs of the lab share a MAC, and every VF has one', () => {
	const macs = lab.nodes.flatMap(({name}) => interfaces(name).map(line => /mac address='([^']+)'/.exec(line)![1]));
	expect(macs).toHaveLength(new Set(macs).size);
	expect(interfaces('tenant-2')[1]).toContain('52:54:00:98:93:00');
});

test('a DPU host has no NIC on a cluster network: its way there is VF 0', () => {
	expect(interfaces('tenant-10').map(line => /source \w+='([^']+)'/.exec(line)![1])).toEqual(['default', ...Array.from({length: 20}, (_, index) => `br10-vf${index}`)]);
});

test('both ends of a pair are on the same bridge, and no pair on another\'s', () => {
	for (const dpu of lab.dpus) {
		const host = node(dpu.peer!);
		expect(dpu.virtualFunctions.map(({bridge}) => bridge)).toEqual(host.virtualFunctions.map(({bridge}) => bridge));
	}
});

test('function 0 of every bus that carries VFs is a device that stays, or the guest would see none of them', () => {
	const used = new Set(xml('infra-2').matchAll(/bus='(0x[\da-f]+)' slot='0x00' function='0x([\da-f]+)'/g).map(match => `${match[1]}:${match[2]}`));
	for (const address of used) {
		expect(used).toContain(`${address.split(':', 1)[0]}:0`);
	}
});

test('past 35 VFs they ride on root ports of their own, and there is a root port for each bus', () => {
	const big = deriveLab({...defaultDefinition(), variables: {NUM_VF: '40', DPU_VCPUS: '2', HOST_VCPUS: '2'}});
	const definition = domainXml(nodeDomainParts(big, big.dpus[0]!, 'x'));
	expect(definition).toContain('<target dev=\'tap2-vf39-i\'/>');
	expect(definition).toContain('bus=\'0x14\' slot=\'0x00\' function=\'0x7\'');
	expect(definition.matchAll(/index='(\d+)' model='pcie-root-port'/g).map(match => Number(match[1])).toArray()).toEqual(Array.from({length: 20}, (_, index) => index + 1));
});

test('10.2: the seed is a virtio disk, because Debian\'s cloud kernel sees no SATA CD-ROM', () => {
	expect(xml('infra-2')).not.toContain('cdrom');
	expect(xml('infra-2')).toContain('<target dev=\'vdb\' bus=\'virtio\'/>\n      <readonly/>');
});

test('D33, D64: every node gets a name and an instance of its own from its seed', () => {
	const seeds = lab.nodes.map(each => nodeSeed(lab, each));
	expect(seeds.map(({userData}) => userData.hostname)).toEqual(lab.nodes.map(({name}) => name));
	expect(new Set(seeds.map(({metaData}) => metaData['instance-id'])).size).toBe(lab.nodes.length);
});

test('D124: the user of the guests is named in the sudo rule by cloud-init, not by a literal $USER', () => {
	expect(JSON.stringify(nodeSeed(lab, node('infra-2')).userData)).toContain('"sudo":"ALL=(ALL) NOPASSWD:ALL"');
	expect(JSON.stringify(nodeSeed(lab, node('infra-2')).userData)).not.toContain('$USER');
});

test('VFs get their names by MAC, and only the management NIC asks for an address', () => {
	const {ethernets} = nodeSeed(lab, node('tenant-31')).networkConfig as {ethernets: Record<string, {match: {macaddress: string}; 'set-name': string; dhcp4: boolean}>};
	expect(Object.entries(ethernets).filter(([, {dhcp4}]) => dhcp4).map(([name]) => name)).toEqual(['enp1s0']);
	expect(ethernets['eth0-19']).toMatchObject({match: {macaddress: node('tenant-31').virtualFunctions[19]!.mac}, 'set-name': 'eth0-19'});
});

test('D98: addresses are reserved by MAC and never read off a journal', () => {
	expect(text('base-vm.address@infra-10')).toContain(String.raw`<host mac='\''${node('infra-10').networkInterfaces[0]!.mac}'\'' name='\''infra-10'\'' ip='\''192.168.122.30'\''/>`);
	expect(steps.flatMap(each => each.commands).some(command => command.text.includes('journalctl'))).toBe(false);
});

test('D99: a domain is asked for by its whole name', () => {
	expect(steps.flatMap(each => [each.probe, ...each.commands]).some(command => /virsh list[^\n)]*\| *grep/.test(command.text))).toBe(false);
});

test('D104: a shutdown is waited for two minutes, not ten seconds', () => {
	expect(text('remaining-vms.start@infra-2')).toContain('seq 120');
});

test('D107: DPU hosts are clones of an image without Open vSwitch, DPUs of one with it', () => {
	expect(step('remaining-vms.clone@tenant-2').needs).toContain('kubernetes.image');
	expect(text('remaining-vms.clone@tenant-2')).toContain('kubernetes.qcow2');
	expect(text('remaining-vms.clone@infra-2')).toContain('ovs.qcow2');
});

test('D108: a clone is an overlay, not a copy', () => {
	expect(text('remaining-vms.clone@infra-2')).toContain(`qemu-img create -q -f qcow2 -F qcow2 -b ${lab.ovsImage} ${lab.poolDir}/infra-2.qcow2 20G`);
	expect(steps.flatMap(each => each.commands).some(command => command.text.includes('virt-clone'))).toBe(false);
});

test('D89: the bridges are looked at before they are made, and D93: they are there after a reboot', () => {
	expect(text('remaining-vms.bridges')).toContain('if ! [ -e "/sys/class/net/$bridge" ]');
	expect(text('remaining-vms.bridges')).toContain('Before=libvirtd.service virtqemud.service');
	expect(text('remaining-vms.bridges')).toContain('br2-vf0 br2-vf1');
	expect(text('remaining-vms.bridges')).toContain('br31-vf19');
});

test('D86: the nodes\' host keys are known before the nodes are', () => {
	expect(text('remaining-vms.seed@infra-2')).toContain('ssh-keygen -q -t ed25519 -N \'\' -C infra-2');
	expect(text('base-vm.directory')).toContain('StrictHostKeyChecking yes');
	expect(serverPaths(lab).hostKeys).toBe(`~/src/dpu-wizard/${lab.id}/host-keys`);
});

test('every step that makes something by name first refuses what is somebody else\'s', () => {
	for (const id of ['remaining-vms.clone@infra-2', 'remaining-vms.define@infra-2', 'remaining-vms.start@infra-2', 'gateway.define@gw-1']) {
		expect(step(id).commands[0]!.text).toContain('is not this lab\'s');
	}

	expect(step('base-vm.infra-network').commands[0]!.text).toContain('is not this lab\'s');
	expect(text('remaining-vms.bridges')).toContain('is not this lab\'s');
});

test('no command takes a terminal or a person: no vi, no virsh edit, no visudo', () => {
	for (const command of steps.flatMap(each => each.commands)) {
		expect(command.text).not.toMatch(/\b(?:vi|vim|visudo|virsh edit|virsh console)\s+(?!\$)(?=\S+$)/m);
	}
});
