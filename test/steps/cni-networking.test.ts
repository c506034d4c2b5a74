import {describe, expect, it} from 'vitest';
import {stepsOf} from '../../source/plan/plan.js';
import {labWith} from './labs.js';
import {
	idsOf,
	planOf,
	stepOf,
	textOf,
} from './plans.js';

const families = ['fedora', 'debian'];
const nodesWith = (PROFILE: string, verb: string): readonly string[] => idsOf(labWith({PROFILE})).filter(id => id.startsWith(`cni-networking.${verb}@`)).map(id => id.split('@', 2)[1]!);

describe('which node has which network', () => {
	it('in offload: br-ex at the tenant controller and worker, plain addresses at the infra nodes, VF 0 at the DPU hosts', () => {
		expect(nodesWith('offload', 'br-ex')).toEqual(['tenant-1', 'tenant-4']);
		expect(nodesWith('offload', 'data-nic')).toEqual(['infra-1', 'infra-2', 'infra-3']);
		expect(nodesWith('offload', 'dpu')).toEqual(['infra-2', 'infra-3']);
		expect(nodesWith('offload', 'host')).toEqual(['tenant-2', 'tenant-3']);
	});

	it('in full: br-ex everywhere, at the DPU hosts over VF 0', () => {
		expect(nodesWith('full', 'br-ex')).toEqual(['infra-1', 'infra-2', 'infra-3', 'tenant-1', 'tenant-2', 'tenant-3', 'tenant-4']);
		expect(textOf(stepOf(labWith({PROFILE: 'full'}), 'cni-networking.br-ex@tenant-2'))).toContain('enp2s0f1');
	});

	it('in ctrl-only: br-ex at the controllers, and a DPU without Open vSwitch ties VF 0 by a bridge of the kernel', () => {
		expect(nodesWith('ctrl-only', 'br-ex')).toEqual(['infra-1', 'tenant-1']);
		expect(textOf(stepOf(labWith({PROFILE: 'ctrl-only'}), 'cni-networking.dpu@infra-2'))).toContain('type bridge');
		expect(textOf(stepOf(labWith({PROFILE: 'ctrl-only', GUEST_FAMILY: 'debian'}), 'cni-networking.dpu@infra-2'))).toContain('Kind=bridge');
	});
});

describe.each(families)('%s', GUEST_FAMILY => {
	const lab = labWith({GUEST_FAMILY});

	it('D61: the default route of every node moves only after the gateway has answered over the new path', () => {
		const moving = stepsOf(planOf(lab)).filter(({kind}) => /^cni-networking\.(?:br-ex|data-nic|host)$/v.test(kind));
		expect(moving).toHaveLength(7);
		for (const step of moving) {
			const texts = step.commands.map(({text}) => text);
			const proof = texts.findIndex(text => /until \{ ping -c1 -W2 -I \S+ 192\.168\.\d+\.254/v.test(text));
			const gateway = texts.findIndex(text => /ipv4\.gateway 192|^Gateway=192/mv.test(text));
			const release = texts.findIndex(text => text.includes('enp1s0'));
			expect(proof, step.id).toBeGreaterThan(-1);
			expect(gateway, step.id).toBeGreaterThan(proof);
			expect(release, step.id).toBeGreaterThan(gateway);
		}
	});

	it('D61, D62: a DPU host waits for its own DPU\'s bridge, and for no other\'s', () => {
		const {needs} = stepOf(lab, 'cni-networking.host@tenant-2');
		expect(needs).toContain('cni-networking.dpu@infra-2');
		expect(needs).not.toContain('cni-networking.dpu@infra-3');
	});

	it('D60, D62: VF 0 and the NIC on the tenant network are ports of one bridge in the DPU', () => {
		const text = textOf(stepOf(lab, 'cni-networking.dpu@infra-2'));
		expect(text).toContain('rep0-0');
		expect(text).toContain('enp8s0');
		expect(text).toContain('192.168.100.102/24');
		expect(text).not.toContain('hw-offload');
	});

	it('D65: br-ex has the MAC of its NIC', () => {
		const nic = lab.tenant.controller.networkInterfaces.find(({device}) => device === 'enp7s0')!;
		expect(textOf(stepOf(lab, 'cni-networking.br-ex@tenant-1'))).toContain(nic.mac);
	});

	it('D59, D66: DNS goes into a file of its own, with the lab\'s server', () => {
		const text = textOf(stepOf(labWith({GUEST_FAMILY, DNS_IP_ADDRESS: '10.1.2.3'}), 'cni-networking.dns@infra-1'));
		expect(text).toContain('/etc/systemd/resolved.conf.d/10-dpu.conf');
		expect(text).toContain('DNS=10.1.2.3');
		expect(text).not.toContain('sed -i');
	});

	it('D112, D117: no command leans on a variable of somebody\'s shell', () => {
		const texts = stepsOf(planOf(lab)).filter(({stage}) => stage === 'cni-networking').map(step => textOf(step));
		expect(texts.join('\n')).not.toMatch(/\$(?:WORKING_DIR|IF1|IF2|NODE_NAME|USER)\b/v);
	});

	it('waits for no other node than the gateway, its DPU and itself', () => {
		const steps = stepsOf(planOf(lab)).filter(({stage}) => stage === 'cni-networking');
		for (const {id, node, needs} of steps) {
			const peer = lab.nodes.find(({name}) => name === node)?.peer;
			const strangers = needs.filter(need => ![node, 'gw-1', peer].includes(need.split('@', 2)[1]));
			expect(strangers, id).toEqual([]);
		}
	});
});

it('D49, D57: NetworkManager\'s profiles are found by their device, never by a guessed name', () => {
	const text = textOf(stepOf(labWith(), 'cni-networking.br-ex@tenant-1'));
	expect(text).toContain('nmcli -g GENERAL.CONNECTION device show enp7s0');
	expect(text).not.toContain('Wired connection');
});

it('D50, D51, D58: addresses are `manual`, and what has one is brought up at once', () => {
	const text = textOf(stepOf(labWith(), 'cni-networking.br-ex@tenant-1'));
	expect(text).toContain('ipv4.method manual');
	expect(text).toContain('sudo nmcli connection up id ovs-if-br-ex');
	expect(text).not.toMatch(/device reapply br-ex|ipv4\.method static|reboot/v);
});

it('D56: whether a profile is there is asked by its name, not by a search', () => {
	expect(textOf(stepOf(labWith(), 'cni-networking.br-ex@tenant-1'))).toContain('nmcli connection show id br-ex >/dev/null');
});

it('does without NetworkManager in Debian, whose package has no plugin for Open vSwitch', () => {
	const lab = labWith({GUEST_FAMILY: 'debian'});
	const texts = stepsOf(planOf(lab)).filter(({stage}) => stage === 'cni-networking').map(step => `${step.probe.text}\n${textOf(step)}`);
	expect(texts.join('\n')).not.toContain('nmcli');
	expect(textOf(stepOf(lab, 'cni-networking.br-ex@tenant-1'))).toContain('sudo ovs-vsctl --may-exist add-br br-ex');
});
