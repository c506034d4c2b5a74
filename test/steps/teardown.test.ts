import {expect, it} from 'vitest';
import {stepsOf} from '../../source/plan/plan.js';
import {labWith} from './labs.js';
import {
	idsOf,
	planOf,
	stepOf,
	textOf,
} from './plans.js';

const lab = labWith({NUM_VF: '4'});
const steps = stepsOf(planOf(lab)).filter(({stage}) => stage === 'teardown');

it('stands apart: no run meets it by the way', () => {
	expect(planOf(lab).stages.filter(({isApart}) => isApart).map(({id}) => id)).toEqual(['mirror', 'teardown']);
});

it('marks every command that deletes', () => {
	for (const {id, commands} of steps) {
		expect(commands.some(({destructive}) => destructive), id).toBe(true);
		const unmarked = commands.filter(({text, destructive}) => !destructive && /\b(?:rm -|undefine|net-destroy|ip link del|virsh destroy|kubeadm reset)/v.test(text));
		expect(unmarked.map(({text}) => text), id).toEqual([]);
	}
});

it('removes a domain, a network and a bridge only where it carries this lab\'s mark', () => {
	const vm = stepOf(lab, 'teardown.vm@infra-2');
	const deletingDomain = vm.commands.filter(({text}) => /virsh (?:undefine|shutdown|destroy)/v.test(text));
	expect(deletingDomain).toHaveLength(2);
	expect(textOf(vm)).toContain('it is left as it is');
	for (const {text} of deletingDomain) {
		expect(text).toContain(lab.nodes.find(({name}) => name === 'infra-2')!.uuid);
	}

	expect(textOf(stepOf(lab, 'teardown.networks'))).toContain(lab.infra.networkUuid);
	expect(textOf(stepOf(lab, 'teardown.networks'))).toContain(lab.tenant.networkUuid);
	expect(textOf(stepOf(lab, 'teardown.bridges'))).toContain(`dpu-wizard:${lab.id}`);
});

it('takes no storage with a domain: what a disk is an overlay of would go with it', () => {
	expect(steps.map(step => textOf(step)).join('\n')).not.toContain('--remove-all-storage');
});

it('removes files under the lab\'s own directories alone', () => {
	const places = [
		lab.poolDir,
		String.raw`"\$HOME"/src/dpu-wizard/${lab.id}`,
		String.raw`/etc/(?:systemd/system|sysctl\.d)/\S*dpu-wizard`,
		'/usr/local/sbin/dpu-wizard',
		'/var/lib/dpu-wizard/',
		String.raw`"\$HOME"/\.ssh/dpu-wizard_`,
		// Marks of its own, what it noted, and what `find` found under one of these.
		String.raw`"\$(?:emptied/\.dpu-wizard|file|note)"|\{\}$|\+$`,
	];
	const own = new RegExp(`^(?:${places.join('|')})`, 'v');
	const removed = ['vm@gw-1', 'vm@tenant-2', 'bridges', 'images', 'files']
		.flatMap(id => textOf(stepOf(lab, `teardown.${id}`)).matchAll(/rm -r?f -- (?<paths>.*)/gv).flatMap(match => match[1]!.replaceAll(/;.*/gv, '').split(' ')).toArray());
	expect(removed.length).toBeGreaterThan(6);
	expect(removed.filter(path => !own.test(path))).toEqual([]);
});

it('keeps the images as long as a VM needs them', () => {
	const {commands, needs} = stepOf(lab, 'teardown.images');
	expect(needs).toContain('teardown.vm@gw-1');
	expect(commands[0]?.text).toContain('is still defined');
	for (const {uuid} of lab.nodes) {
		expect(commands[0]?.text).toContain(uuid);
	}
});

it('removes the gateway last, and workers first', () => {
	const names = idsOf(lab).filter(id => id.startsWith('teardown.vm@')).map(id => id.split('@', 2)[1]);
	expect(names).toEqual(['tenant-4', 'tenant-2', 'tenant-3', 'infra-2', 'infra-3', 'tenant-1', 'infra-1', 'gw-1']);
});

it('asks nodes by way of the server, so that one that is gone does not stop it', () => {
	for (const step of steps) {
		expect(step.place, step.id).toEqual({kind: 'remote'});
	}

	expect(textOf(stepOf(lab, 'teardown.kubernetes@infra-2'))).toContain('does not run, or is not this lab');
});

it('removes OVN-Kubernetes from the DPUs before it goes from the hosts, and pods before both', () => {
	const ids = idsOf(lab);
	expect(ids.indexOf('teardown.ovn-kubernetes@infra-1')).toBeLessThan(ids.indexOf('teardown.ovn-kubernetes@tenant-1'));
	const text = textOf(stepOf(lab, 'teardown.ovn-kubernetes@tenant-1'));
	expect(text.indexOf('delete namespace dpu-wizard-test')).toBeGreaterThan(-1);
	expect(text.indexOf('delete namespace dpu-wizard-test')).toBeLessThan(text.indexOf('uninstall ovn-kubernetes'));
});

it('leaves what may be skipped as optional, and nothing else', () => {
	const optional = new Set(steps.filter(({optional}) => optional).map(({kind}) => kind));
	expect([...optional]).toEqual(['teardown.ovn-kubernetes', 'teardown.ovn', 'teardown.kubernetes']);
});

it('gives a node\'s address back with its VM', () => {
	expect(textOf(stepOf(lab, 'teardown.vm@infra-2'))).toContain('net-update default delete ip-dhcp-host');
});

it('takes along what a lab has only by choice: the installer\'s VM, and the unit that serves a mirror', () => {
	const byChoice = labWith({
		IMAGE_KIND: 'iso', ISO_URL: '/srv/isos/fedora.iso', ISO_SHA256: 'none', MIRROR: '/srv/mirror',
	});
	expect(textOf(stepOf(byChoice, 'teardown.images'))).toContain(`virsh undefine install-${byChoice.id}`);
	expect(textOf(stepOf(byChoice, 'teardown.files'))).toContain(`systemctl disable --now dpu-wizard-mirror-${byChoice.id}.service`);
	expect(textOf(stepOf(lab, 'teardown.images'))).not.toContain(`install-${lab.id}`);
});
