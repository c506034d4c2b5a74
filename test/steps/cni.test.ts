import {expect, it} from 'vitest';
import {openVswitchRecipe} from '../../steps/cni.js';
import {ovnkImage, sourceOf, tagOf} from '../../steps/cni/images.js';
import {everyLab, labWith} from './labs.js';
import {idsOf, stepOf, textOf} from './plans.js';
import {complaints} from './shell-check.js';

const recipe = (GUEST_FAMILY: string): string => openVswitchRecipe(labWith({GUEST_FAMILY})).join('\n');

it('gives bash and ShellCheck nothing to complain of, for every lab', () => {
	const recipes = new Map(everyLab.map(([name, lab]) => [name, `set -euo pipefail\n${openVswitchRecipe(lab).join('\n')}`]));
	expect(complaints(recipes)).toEqual([]);
});

it('fails by failing: an exit would pass by the trap that powers the builder off', () => {
	for (const [name, lab] of everyLab) {
		expect(openVswitchRecipe(lab).join('\n').replaceAll('exit 101', ''), name).not.toMatch(/\bexit\b/v);
	}
});

it('D2, D4, D7: Open vSwitch is the distribution\'s package and is not built', () => {
	expect(recipe('fedora')).toMatch(/dnf install .*openvswitch/v);
	expect(recipe('debian')).toMatch(/apt-get install .*openvswitch-switch/v);
	expect(recipe('fedora')).not.toMatch(/git clone|rpmbuild|builddep/v);
});

it('D9: NetworkManager\'s plugin comes in the same transaction', () => {
	expect(recipe('fedora')).toContain('openvswitch NetworkManager-ovs');
	expect(recipe('debian')).not.toContain('NetworkManager');
});

it('D10: Open vSwitch never starts in an image, and no identity of it stays there', () => {
	for (const family of ['fedora', 'debian']) {
		expect(recipe(family)).not.toMatch(/systemctl (?:start|restart|enable --now)/v);
		expect(recipe(family).split('\n').at(-1)).toMatch(/^rm -f .*conf\.db .*system-id\.conf$/v);
	}

	const debian = recipe('debian');
	expect(debian.indexOf('exit 101')).toBeLessThan(debian.indexOf('apt-get install'));
	expect(debian.indexOf('rm -f /usr/sbin/policy-rc.d')).toBeGreaterThan(debian.indexOf('apt-get install'));
});

it('D13: the gateway\'s registry is spoken to in plain HTTP', () => {
	expect(textOf(stepOf(labWith(), 'cni.mirror-ovnk'))).toContain('--dest-tls-verify=false');
	expect(textOf(stepOf(labWith({OVNK_FROM: 'built'}), 'cni.build-ovnk'))).toContain('podman push --tls-verify=false');
});

it('D14: nothing is mirrored before the registry serves', () => {
	expect(stepOf(labWith(), 'cni.mirror-ovnk').needs).toContain('gateway.serves@gw-1');
});

it('D17, D18: a build gets its context from upstream\'s Makefile, and the deployment is a chart', () => {
	const text = textOf(stepOf(labWith({OVNK_FROM: 'built'}), 'cni.build-ovnk'));
	expect(text).toContain('make -C dist/images fedora-image OCI_BIN=podman');
	expect(text).not.toContain('daemonset.sh');
	expect(textOf(stepOf(labWith(), 'cni.chart'))).toContain('helm/ovn-kubernetes');
});

it('D19: sources are those of one commit, and the chart those of the image\'s', () => {
	const commit = 'a'.repeat(40);
	expect(textOf(stepOf(labWith({OVNK_FROM: 'built', OVNK_COMMIT: commit}), 'cni.build-ovnk'))).toContain(`archive/${commit}.tar.gz`);
	expect(textOf(stepOf(labWith(), 'cni.chart'))).toContain('org.opencontainers.image.revision');
	expect(ovnkImage(labWith({OVNK_FROM: 'built', OVNK_COMMIT: commit})).tag).toBe('a'.repeat(12));
});

it('pins an image by its digest where it has one', () => {
	const digest = `sha256:${'0123456789ab'.repeat(5)}0123`;
	expect(sourceOf(`ghcr.io/x/y:master@${digest}`)).toBe(`ghcr.io/x/y@${digest}`);
	expect(sourceOf(`registry:5000/y@${digest}`)).toBe(`registry:5000/y@${digest}`);
	expect(sourceOf('ghcr.io/x/y:master')).toBe('ghcr.io/x/y:master');
	expect(tagOf(`ghcr.io/x/y:master@${digest}`)).toBe('0123456789ab');
	expect(tagOf('ghcr.io/x/y:master')).toBe('master');
});

it('has the steps of the choice and of no other', () => {
	expect(idsOf(labWith())).toEqual(expect.arrayContaining(['cni.mirror-ovnk', 'cni.build-device-plugin', 'cni.mirror-multus', 'cni.mirror-flannel']));
	expect(idsOf(labWith())).not.toContain('cni.build-ovnk');
	const full = idsOf(labWith({PROFILE: 'full', OVNK_FROM: 'built'}));
	expect(full).toContain('cni.build-ovnk');
	expect(full.filter(id => /flannel|multus|device-plugin|mirror-ovnk/v.test(id))).toEqual([]);
});

it('says what could not be fetched, and from where', () => {
	expect(textOf(stepOf(labWith(), 'cni.mirror-ovnk'))).toContain('Could not copy ghcr.io/ovn-kubernetes/ovn-kubernetes/ovn-kube-fedora:master');
	expect(textOf(stepOf(labWith(), 'cni.fetch-flannel'))).toContain('Could not fetch the manifest of flannel v0.28.4 from https://raw.githubusercontent.com/flannel-io/flannel/v0.28.4/');
});
