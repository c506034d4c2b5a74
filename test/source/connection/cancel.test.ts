import {type ChildProcess, execFileSync, spawn} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {cancelJobScript, cancelScript} from '../../../source/connection/cancel.js';
import type {ChannelRequest, Transport} from '../../../source/connection/channel.js';
import {newJob} from '../../../source/connection/jobs/job.js';
import {runScript} from '../../../source/connection/script-run.js';
import {quote} from '../../../source/shell/quote.js';
import {temporaryDirectory} from '../../stand-in/temporary-directory.js';

const bash = (script: string) => spawn('bash', ['-c', script], {stdio: 'ignore'});
const exitOf = async (child: ChildProcess) => new Promise(resolve => {
	child.once('exit', (code, signal) => {
		resolve(signal ?? code);
	});
});

test('a job that is being started at this moment is waited for, and ended', async () => {
	const directory = path.join(temporaryDirectory(), 'lab');
	const job = path.join(directory, 'jobs', 'it');
	fs.mkdirSync(job, {recursive: true});
	fs.writeFileSync(path.join(job, 'exit'), '    \n');
	const runner = spawn('setsid', ['sleep', '6151'], {stdio: 'ignore'});
	onTestFinished(() => {
		runner.kill('SIGKILL');
	});
	const ended = exitOf(runner);
	const cancelling = exitOf(bash(cancelJobScript(directory, 'it', false)));
	// Whoever cancels has found no start: it comes a moment later.
	const boot = fs.readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
	setTimeout(() => {
		fs.writeFileSync(path.join(job, 'start'), `1 ${boot} ${runner.pid} 0 unit\n`);
	}, 500);
	expect(await cancelling).toBe(0);
	expect(await ended).toBe('SIGTERM');
});

test('a job that was asked for is not called cancelled before its place has been asked whether it runs', async () => {
	const opened: ChannelRequest[] = [];
	const transport: Transport = {
		async open(request) {
			opened.push(request);
			request.onClosed({kind: 'broken', reason: 'The connection was closed'});
			return {
				discard() {
				// Nothing to stop listening to.
				},
			};
		},
		close() {
			// Nothing to close.
		},
	};
	const stop = new AbortController();
	const job = newJob({step: 'test.it', attempt: 1, index: 0});
	const run = async () => runScript(transport, 'true', {
		sudo: {kind: 'plain'}, job, lockDirectory: '/lab', signal: stop.signal,
	});
	expect(await run()).toMatchObject({kind: 'lost'});
	stop.abort();
	expect(await run()).toMatchObject({kind: 'lost'});
	expect(opened).toHaveLength(2);
	// And by no means started now.
	expect(opened[1]!.input).toContain('dw_known=yes');
	expect(await runScript(transport, 'true', {
		sudo: {kind: 'plain'}, job: newJob({step: 'test.it', attempt: 1, index: 1}), lockDirectory: '/lab', signal: stop.signal,
	})).toEqual({kind: 'cancelled'});
});

test('who waits is ended before whom it waits for, or it would go on with what comes next', () => {
	const told = path.join(temporaryDirectory(), 'told');
	// Process, parent, group, session, state: a job 200 of the watcher 100, whose grandchild 4 was numbered anew.
	const table = ['100 1 100 100 S', '200 100 200 100 S', '9 200 200 100 S', '4 9 200 100 S', '300 4 300 300 S', '5 1 5 5 S'];
	const script = `
		ps() { [ -e ${told} ] || echo ${quote(table.join('\n'))}; }
		kill() { echo "$*" >>${told}; }
		${cancelScript({watcher: 100, job: 200}, false)}
	`;
	execFileSync('bash', ['-c', script]);
	expect(fs.readFileSync(told, 'utf8')).toBe('-s TERM 200 9 4 300\n');
});
