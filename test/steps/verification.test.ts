import {spawnSync} from 'node:child_process';
import {expect, it} from 'vitest';
import {labWith} from './labs.js';
import {idsOf, stepOf, textOf} from './plans.js';

const lab = labWith({NUM_VF: '4'});
const ids = (PROFILE: string): readonly string[] => idsOf(labWith({PROFILE})).filter(id => id.startsWith('verification.'));

it('asks of each profile what that profile promises', () => {
	expect(ids('offload')).toEqual(expect.arrayContaining(['verification.leases', 'verification.pods', 'verification.representor@infra-2', 'verification.host-is-free@tenant-3']));
	expect(ids('full')).toContain('verification.ping');
	expect(ids('full').filter(id => /lease|representor|host-is-free/v.test(id))).toEqual([]);
	expect(ids('ctrl-only').filter(id => /pods|ping|services/v.test(id))).toEqual([]);
});

it('gives a pod of a DPU host a VF, and no other pod', () => {
	const pods = textOf(stepOf(lab, 'verification.pods')).split('---');
	const withVf = pods.filter(pod => pod.includes('dpusim.io/vf'));
	expect(withVf.map(pod => /name: (test-\S+)/v.exec(pod)?.[1])).toEqual(['test-tenant-2', 'test-tenant-3']);
	expect(textOf(stepOf(labWith({PROFILE: 'full'}), 'verification.pods'))).not.toContain('dpusim.io/vf');
});

it('pings with the largest packet that must pass unbroken', () => {
	expect(textOf(stepOf(lab, 'verification.ping'))).toContain('-s 1372');
});

it('D10: tells two nodes with one system id', () => {
	const succeeds = (answer: string): boolean => spawnSync('bash', ['-c', `sudo() { printf '%b' '${answer}'; }\n${stepOf(lab, 'verification.chassis@tenant-1').probe.text}`]).status === 0;
	expect(succeeds(String.raw`a\nb\nc\nd\n`)).toBe(true);
	expect(succeeds(String.raw`a\nb\nc\nc\n`)).toBe(false);
	expect(succeeds(String.raw`a\nb\nc\n\n`)).toBe(false);
});

it('D78: a kube-proxy that is there, or an API that does not answer, is no proof of its absence', () => {
	const probe = stepOf(lab, 'verification.no-kube-proxy@tenant-1').probe.text;
	const run = (sudo: string): number | null => spawnSync('bash', ['-c', `sudo() { ${sudo}; }\n${probe}`]).status;
	expect(run('echo \'Error from server (NotFound): daemonsets.apps "kube-proxy" not found\' >&2; return 1')).toBe(0);
	expect(run('echo kube-proxy')).not.toBe(0);
	expect(run('echo "The connection to the server was refused" >&2; return 1')).not.toBe(0);
});

it('takes a lease for fresh only within its forty seconds, and each DPU for itself', () => {
	const probe = stepOf(lab, 'verification.leases').probe.text;
	const run = (ages: string): number | null => spawnSync('bash', ['-c', `sudo() { case "$*" in ${ages} esac; }\n${probe}`]).status;
	const fresh = (name: string): string => `*ovn-dpu-${name}*) date -u +%FT%T.000000Z ;;`;
	const old = (name: string): string => `*ovn-dpu-${name}*) date -u -d "-60 seconds" +%FT%T.000000Z ;;`;
	expect(run(`${fresh('tenant-2')} ${fresh('tenant-3')}`)).toBe(0);
	expect(run(`${fresh('tenant-2')} ${old('tenant-3')}`)).not.toBe(0);
	expect(run(fresh('tenant-2'))).not.toBe(0);
});
