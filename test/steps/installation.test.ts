import {spawnSync} from 'node:child_process';
import {
	chmodSync,
	mkdirSync,
	mkdtempSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {expect, it, onTestFinished} from 'vitest';
import {defaultDefinition} from '../../source/lab/defaults.js';
import {installerOf} from '../../source/lab/installer.js';
import {validateLab} from '../../source/lab/validate.js';
import {installerXml} from '../../steps/parts/installation/domain-xml.js';
import {finishScript, installedLine} from '../../steps/parts/installation/finish.js';
import {labWith} from './labs.js';
import {
	idsOf,
	planOf,
	stepOf,
	textOf,
} from './plans.js';
import {complaints} from './shell-check.js';

const iso = {IMAGE_KIND: 'iso', ISO_SHA256: 'none', NUM_VF: '4'};
const lab = labWith(iso);
const debian = labWith({...iso, GUEST_FAMILY: 'debian', ISO_URL: '/srv/debian-12.iso'});

it('takes the place of the cloud image, and everything after rests on it', () => {
	expect(idsOf(lab)).toEqual(expect.arrayContaining(['base-vm.iso', 'base-vm.installer', 'base-vm.install', 'base-vm.installed']));
	expect(idsOf(lab)).not.toContain('base-vm.image');
	expect(stepOf(lab, 'base-vm.golden').needs).toContain('base-vm.installed');
	expect(idsOf(labWith()).filter(id => /iso|install/v.test(id))).toEqual([]);
});

it('gives bash and ShellCheck nothing to complain of', () => {
	const texts = new Map([lab, debian].flatMap((each, index) => [
		[`finish ${index}`, finishScript(each)] as const,
		...planOf(each).stages.find(({id}) => id === 'base-vm')!.steps.flatMap(step => [
			[`${step.id} probe`, step.probe.text] as const,
			...step.commands.map(({text}, at) => [`${step.id} ${index} ${at}`, text] as const),
			...step.undo.map(({text}, at) => [`${step.id} undo ${index} ${at}`, text] as const),
		]),
	]));
	expect(complaints(texts)).toEqual([]);
}, 60_000);

it('D122: the screen is on the server\'s loopback alone, and no firewall is opened', () => {
	expect(installerXml(lab, installerOf(lab))).toContain('<graphics type=\'vnc\' port=\'-1\' autoport=\'yes\' listen=\'127.0.0.1\'>');
	expect(textOf(stepOf(lab, 'base-vm.installer'))).not.toMatch(/firewall-cmd|5900/v);
});

it('tells the person in sentences what to do, and waits', () => {
	const {manual, commands} = stepOf(lab, 'base-vm.install');
	expect(commands).toEqual([]);
	expect(manual).toContain('dpu-wizard tunnel vnc');
	expect(manual).toContain('sudo mount LABEL=DPU_WIZARD /mnt && sudo bash /mnt/finish.sh');
	expect(manual).toContain('20 GB');
});

it('believes an installation only when the script has gone through, the guest is off and the disk is whole', () => {
	const directory = mkdtempSync(path.join(tmpdir(), 'installation-'));
	onTestFinished(() => {
		rmSync(directory, {recursive: true, force: true});
	});
	const bin = path.join(directory, 'bin');
	mkdirSync(bin);
	const {name, uuid, console} = installerOf(lab);
	const programs = {sudo: 'exec "$@"', virsh: `case "$1 $2" in "domuuid ${name}") echo ${uuid} ;; "domstate ${name}") echo "$DOMAIN_STATE" ;; *) exit 1 ;; esac`, 'qemu-img': 'test "$DISK" = whole'};
	for (const [program, text] of Object.entries(programs)) {
		writeFileSync(path.join(bin, program), `#!/bin/bash\n${text}\n`);
		chmodSync(path.join(bin, program), 0o755);
	}

	const inside = (text: string) => text.replaceAll('/var/lib/libvirt/images', () => directory);
	mkdirSync(inside(lab.poolDir), {recursive: true});
	const isProved = (said: string, state: string, disk: string): boolean => {
		writeFileSync(inside(console), said);
		const {status} = spawnSync('bash', ['-c', inside(stepOf(lab, 'base-vm.install').probe.text)], {env: {PATH: `${bin}:${process.env.PATH ?? ''}`, DOMAIN_STATE: state, DISK: disk}});
		return status === 0;
	};

	const line = `Booting\r\n${installedLine(lab)}\r\n`;
	expect(isProved(line, 'shut off', 'whole')).toBe(true);
	expect(isProved(line, 'running', 'whole')).toBe(false);
	expect(isProved(line, 'shut off', 'broken')).toBe(false);
	expect(isProved('Booting\r\n', 'shut off', 'whole')).toBe(false);
});

it('leaves nothing of the installer\'s own network or identity to the clones, on both families', () => {
	expect(finishScript(lab)).toContain('rm -f /etc/NetworkManager/system-connections/*');
	expect(finishScript(debian)).toContain('apt-get -q -y purge ifupdown');
	for (const each of [lab, debian]) {
		expect(finishScript(each)).toContain('cloud-init clean');
		expect(finishScript(each)).toContain(': >/etc/machine-id');
		expect(finishScript(each)).toContain('openssh-server');
	}
});

it('wants an ISO and its sum, at their fields, and no sum of a cloud image', () => {
	const fields = (variables: Readonly<Record<string, string>>) => validateLab({...defaultDefinition(), variables}).map(({field}) => field);
	expect(fields({IMAGE_KIND: 'iso'})).toEqual(['ISO_SHA256']);
	expect(fields({IMAGE_KIND: 'iso', GUEST_FAMILY: 'debian'})).toEqual(['ISO_URL', 'ISO_SHA256']);
	expect(fields({
		IMAGE_KIND: 'iso', GUEST_FAMILY: 'debian', ISO_URL: '/srv/debian.iso', ISO_SHA256: 'none',
	})).toEqual([]);
	expect(fields({})).toEqual([]);
});
