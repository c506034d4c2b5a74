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

it('sees the offload only where the DPU has counted frames of the pod', () => {
	const step = stepOf(lab, 'verification.flows@infra-2');
	const run = (flows: string) => spawnSync('bash', ['-c', `sudo() { case "$*" in *find*test-tenant-2*) echo rep0-2 ;; *ofport*) echo 7 ;; *table=0,in_port=7*) echo ${JSON.stringify(flows)} ;; *) return 1 ;; esac; }\n${step.probe.text}`]).status;
	expect(run('cookie=0x1, table=0, n_packets=12, in_port=7 actions=load')).toBe(0);
	expect(run('cookie=0x1, table=0, n_packets=0, in_port=7 actions=load')).not.toBe(0);
	expect(run('')).not.toBe(0);
	expect(step.needs).toEqual(expect.arrayContaining(['verification.host-is-free@tenant-2', 'verification.ping']));
});

it('wants the outside of every lab but one that takes everything from a mirror', () => {
	expect(ids('full')).toContain('verification.outside');
	expect(idsOf(labWith({MIRROR: '/srv/mirror'}))).not.toContain('verification.outside');
});

it('wants just the MTU that was chosen, of each pod', () => {
	const probe = stepOf(lab, 'verification.mtu').probe.text;
	const run = (sudo: string): number | null => spawnSync('bash', ['-c', `sudo() { ${sudo}; }\n${probe}`]).status;
	expect(run('echo 1400')).toBe(0);
	expect(run('case "$*" in *tenant-3*) echo 1500 ;; *) echo 1400 ;; esac')).not.toBe(0);
	expect(run('return 1')).not.toBe(0);
});

it('shows a line a pair in the report', () => {
	const {evidence} = stepOf(lab, 'verification.ping');
	const {stdout} = spawnSync('bash', ['-c', `sudo() { case "$*" in *jsonpath*) printf 'test-tenant-2 10.0.0.2\\ntest-tenant-4 10.0.0.4\\n' ;; *) printf 'PING\\n3 packets transmitted, 3 received, 0%% packet loss\\nrtt min/avg = 1/2\\n' ;; esac; }\n${evidence?.text ?? ''}`], {encoding: 'utf8'});
	expect(stdout.trim().split('\n')).toHaveLength(4);
	expect(stdout).toContain('test-tenant-2 to 10.0.0.4: 3 packets transmitted, 3 received, 0% packet loss, rtt min/avg = 1/2');
});
