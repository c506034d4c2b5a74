import {
	chmodSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {execa} from 'execa';
import {expect, onTestFinished, test} from 'vitest';
import type {Lab} from '../../source/lab/lab.js';
import {labWith} from './labs.js';
import {stepOf} from './plans.js';

// What libvirt and qemu-img keep, in files: a domain is its UUID, a disk the name of the image under it.
const programs: Readonly<Record<string, string>> = {
	sudo: 'exec "$@"',
	'qemu-img': 'case $1 in info) for disk; do :; done; test -e "$disk" && jq -n --arg image "$(cat "$disk")" \'{"backing-filename": $image}\' ;; create) for word; do case $word in *.qcow2) last=$word ;; esac; done; echo "$8" >"$last" ;; esac',
	virsh: 'echo "virsh $*" >>"$STATE/virsh.log"; case $1 in domuuid) cat "$STATE/$2" 2>/dev/null ;; domstate) echo running ;; destroy) : ;; undefine) rm "$STATE/$2" ;; esac',
};

/**
A server with stand-ins, on which steps of labs can be run.
*/
function server() {
	const directory = mkdtempSync(path.join(tmpdir(), 'profile-'));
	onTestFinished(() => {
		rmSync(directory, {recursive: true, force: true});
	});
	const bin = path.join(directory, 'bin');
	mkdirSync(bin);
	for (const [name, text] of Object.entries(programs)) {
		writeFileSync(path.join(bin, name), `#!/bin/bash\n${text}\n`);
		chmodSync(path.join(bin, name), 0o755);
	}

	const inside = (text: string) => text.replaceAll('/var/lib/libvirt/images', () => path.join(directory, 'images'));
	const bash = async (text: string) => {
		const {exitCode, stdout, stderr} = await execa('bash', ['-c', inside(text)], {reject: false, env: {PATH: `${bin}:${process.env.PATH ?? ''}`, STATE: directory}});
		return {exitCode, said: stdout + stderr};
	};

	return {
		file: (name: string) => path.join(directory, name),
		inside,
		async isDone(lab: Lab, id: string) {
			const {exitCode} = await bash(stepOf(lab, id).probe.text);
			return exitCode === 0;
		},
		async run(lab: Lab, id: string) {
			let said = '';
			for (const {text} of stepOf(lab, id).commands) {
				const result = await bash(text);
				said += result.said;
				if (result.exitCode !== 0) {
					return {exitCode: result.exitCode, said};
				}
			}

			return {exitCode: 0, said};
		},
	};
}

const profiles = {offload: labWith({NUM_VF: '4'}), full: labWith({NUM_VF: '4', PROFILE: 'full'}), 'ctrl-only': labWith({NUM_VF: '4', PROFILE: 'ctrl-only'})};
const way = 'remaining-vms.make-way@infra-2';
const clone = 'remaining-vms.clone@infra-2';

test.each([['ctrl-only', 'full'], ['full', 'offload'], ['offload', 'ctrl-only'], ['ctrl-only', 'offload'], ['offload', 'full'], ['full', 'ctrl-only']] as const)('from %s to %s a node is made anew, and then stays', async (before, after) => {
	const {run, isDone, file, inside} = server();
	const [first, second] = [profiles[before], profiles[after]];
	const node = first.dpus[0]!;
	mkdirSync(inside(first.poolDir), {recursive: true});
	expect(await isDone(first, way)).toBe(true);
	expect(await run(first, clone)).toMatchObject({exitCode: 0});
	writeFileSync(file('infra-2'), node.uuid);
	expect([await isDone(first, clone), await isDone(first, way)]).toEqual([true, true]);

	expect([await isDone(second, way), await isDone(second, clone)]).toEqual([false, false]);
	const {exitCode, said} = await run(second, way);
	expect(exitCode).toBe(0);
	expect(said).toContain(`infra-2 was made for the profile ${before}: its VM and its disk`);
	expect([existsSync(file('infra-2')), existsSync(inside(node.disk))]).toEqual([false, false]);
	expect(await run(second, clone)).toMatchObject({exitCode: 0});
	expect(readFileSync(inside(node.disk), 'utf8').trim()).toBe(inside(second.dpus[0]!.backing));
	expect([await isDone(second, way), await isDone(second, clone)]).toEqual([true, true]);
});

test('a VM of that name that is somebody else\'s stays, and the disk with it', async () => {
	const {run, file, inside} = server();
	const {offload, full} = profiles;
	mkdirSync(inside(full.poolDir), {recursive: true});
	await run(full, clone);
	writeFileSync(file('infra-2'), '11111111-2222-4333-8444-555555555555');
	const {exitCode, said} = await run(offload, way);
	expect(exitCode).not.toBe(0);
	expect(said).toContain('is not this lab\'s');
	expect([existsSync(file('infra-2')), existsSync(inside(full.dpus[0]!.disk))]).toEqual([true, true]);
	expect(readFileSync(file('virsh.log'), 'utf8')).not.toMatch(/destroy|undefine/v);
});

test('a disk of before there were notes is taken as it is where it rests on the right image', async () => {
	const {run, isDone, inside} = server();
	const lab = profiles.full;
	const node = lab.dpus[0]!;
	mkdirSync(inside(lab.poolDir), {recursive: true});
	writeFileSync(inside(node.disk), inside(node.backing));
	expect(await isDone(lab, way)).toBe(true);
	expect(await run(lab, clone)).toMatchObject({exitCode: 0});
	expect(readFileSync(inside(`${node.disk}.profile`), 'utf8').trim()).toBe('full');
	expect(await isDone(lab, clone)).toBe(true);
});

test('the step says that it deletes, and has nothing of the gateway, the networks or the images', () => {
	const step = stepOf(profiles.offload, way);
	expect(step.commands.at(-1)).toMatchObject({destructive: true});
	expect(step.commands.map(({text}) => text).join('\n')).not.toMatch(/gw-1|net-destroy|golden|kubernetes\.qcow2|ovs\.qcow2/v);
	expect(stepOf(profiles.offload, clone).needs).toContain(way);
});
