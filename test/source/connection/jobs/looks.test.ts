import {Buffer} from 'node:buffer';
import {execFileSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import type {ExecuteOptions, LookTime} from '../../../../source/connection/connection.js';
import {type Job, newJob} from '../../../../source/connection/jobs/job.js';
import {localHost} from '../../../../source/shell/place.js';
import {exited, placesForTest, run} from '../helpers.js';

const aJob = () => newJob({step: 'test.it@infra-2', attempt: 1, index: 0});

async function place() {
	const {places, directory} = placesForTest({});
	const connection = await places.connect(localHost);
	return {
		file: (name: string) => path.join(directory, name),
		async run(job: Job, script: string, probe: string, {times = ['before', 'after'], onLook, ...more}: ExecuteOptions & {times?: readonly LookTime[]; onLook?: (time: LookTime) => void} = {}) {
			const told: string[] = [];
			const words: Uint8Array[] = [];
			const ran = await run(connection, script, {
				job,
				...more,
				onOutput(stream, chunk) {
					told.push(Buffer.from(chunk).toString().trim());
					more.onOutput?.(stream, chunk);
				},
				looks: {
					probe,
					times,
					onBegun(time) {
						told.push(`look ${time}`);
						onLook?.(time);
					},
					onOutput(chunk) {
						words.push(Uint8Array.from(chunk));
					},
					onEnded(time, status) {
						told.push(`${time} ${status}`);
					},
				},
			});
			return {...ran, told, words: Buffer.concat(words).toString()};
		},
	};
}

const running = (command: string) => execFileSync('ps', ['-A', '-o', 'stat=,args='], {encoding: 'utf8'}).split('\n').filter(line => !line.startsWith('Z') && line.endsWith(command));

test('a job is not started where the probe before it holds', async () => {
	const {run: runJob, file} = await place();
	const {outcome, told, stdout} = await runJob(aJob(), `echo ran; touch ${file('ran')}`, 'true');
	expect(outcome).toEqual({kind: 'gone', reason: 'unneeded'});
	expect(told).toEqual(['look before', 'before 0']);
	expect(stdout).toBe('');
	expect(fs.existsSync(file('ran'))).toBe(false);
});

test('where it does not hold the job runs, and the probe after it tells what came of it, each with its own words', async () => {
	const {run: runJob, file} = await place();
	const {outcome, told, stdout, stderr, words} = await runJob(aJob(), `echo making; touch ${file('made')}; printf unfinished`, `echo asked; echo aside >&2; test -e ${file('made')}`);
	expect(outcome).toEqual(exited(0));
	expect(told).toEqual(['look before', 'before 1', 'making\nunfinished', 'look after', 'after 0']);
	expect({stdout, stderr}).toEqual({stdout: 'making\nunfinished', stderr: ''});
	expect(words).toBe('asked\naside\nasked\naside\n');
});

test('a job that went wrong is not looked after, and one that was right and proves nothing is', async () => {
	const {run: runJob} = await place();
	const wrong = await runJob(aJob(), 'exit 3', 'false');
	expect(wrong.outcome).toEqual(exited(3));
	expect(wrong.told).toEqual(['look before', 'before 1']);
	const unproven = await runJob(aJob(), 'true', 'exit 7', {times: ['after']});
	expect(unproven.outcome).toEqual(exited(0));
	expect(unproven.told).toEqual(['look after', 'after 7']);
});

test('a probe sees nothing of the supervisor, reads nothing, and changes nothing for the job', async () => {
	const {run: runJob} = await place();
	const {words, stdout} = await runJob(aJob(), 'echo "$MARK $(umask)"; pwd', 'compgen -v dw_; declare -F; cat; MARK=probed; umask 077; cd /; readlink /proc/self/fd/* | grep jobs/; false', {times: ['before', 'after']});
	expect(words.trim()).toBe('');
	expect(stdout).not.toContain('probed');
	expect(stdout.split('\n', 2)[1]).not.toBe('/');
	const apart = await runJob(aJob(), 'umask', 'umask; false', {times: ['before']});
	expect(apart.stdout).toBe(apart.words);
});

test('a job that is followed again is not asked about before, and is after', async () => {
	const {run: runJob, file} = await place();
	const job = aJob();
	const leave = new AbortController();
	const first = await runJob(job, `echo started; until [ -e ${file('gate')} ]; do sleep 0.05; done; touch ${file('made')}`, `test -e ${file('made')}`, {
		detachSignal: leave.signal,
		onOutput() {
			leave.abort();
		},
	});
	expect(first.outcome).toEqual({kind: 'detached'});
	fs.writeFileSync(file('gate'), '');
	const second = await runJob(job, '', `test -e ${file('made')}`);
	expect(second.outcome).toEqual(exited(0));
	expect(second.told).toEqual(['look after', 'after 0']);
});

test.for(['before', 'after'] as const)('cancelling while the probe is asked %s the job ends the probe', async time => {
	const {run: runJob} = await place();
	const stop = new AbortController();
	const seconds = time === 'before' ? 7101 : 7102;
	const {outcome} = await runJob(aJob(), 'true', `sleep ${seconds}`, {
		times: [time],
		signal: stop.signal,
		onLook() {
			stop.abort();
		},
	});
	expect(outcome).toEqual({kind: 'cancelled'});
	expect(running(`sleep ${seconds}`)).toEqual([]);
});
