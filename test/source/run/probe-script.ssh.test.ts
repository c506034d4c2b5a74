import {execFileSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {probeReader, probeScript} from '../../../source/run/probe-script.js';
import {sh} from '../../../source/shell/command.js';
import {remoteServer} from '../../../source/shell/place.js';
import {startSshd} from '../../stand-in/sshd.js';
import {temporaryDirectory} from '../../stand-in/temporary-directory.js';
import {canMakeUsers, makeUser} from '../../stand-in/user.js';
import {exited, placesForTest} from '../connection/helpers.js';

async function statusesOf(sudoers: readonly string[], probes: ReadonlyArray<ReturnType<typeof sh>>, signal?: AbortSignal) {
	const user = makeUser({password: 'right', sudoers});
	const sshd = await startSshd();
	const {places} = placesForTest({
		server: `${user}@127.0.0.1:${sshd.port}`, config: [`IdentityFile ${sshd.keyFile}`], lockDirectory: '~/.lock', answer: question => question.kind === 'host-key' ? 'yes' : 'right',
	});
	const connection = await places.connect(remoteServer);
	const statuses: number[] = [];
	const read = probeReader((index, status) => {
		statuses[index] = status;
	});
	const outcome = await connection.execute(probeScript(probes), {
		...(signal && {signal}),
		onOutput(_stream, chunk) {
			read(chunk);
		},
	});
	return {user, statuses, outcome};
}

const many = (count: number) => Array.from({length: count}, () => sh`test "$(sudo id -u)" = 0`);

describe.skipIf(!canMakeUsers)('with users of this machine (needs root and sudo)', () => {
	test('many probes ask sudo for root once', async () => {
		const log = path.join(fs.mkdtempSync('/tmp/dpu-wizard-sudo-'), 'log');
		try {
			const {statuses, outcome} = await statusesOf(['USER ALL=(ALL) ALL', 'Defaults:USER timestamp_timeout=0', `Defaults:USER logfile=${log}`], many(30));
			expect(outcome).toEqual(exited(0));
			expect(statuses).toEqual(Array.from({length: 30}, () => 0));
			const commands = fs.readFileSync(log, 'utf8').replaceAll(/\n\s+/gv, ' ').split('\n').map(line => /COMMAND=(?<command>\S+)/v.exec(line)?.groups!.command);
			// One to check the password that was typed, one for all probes.
			expect(commands.filter(command => command === '/usr/bin/bash' || command === '/bin/bash')).toHaveLength(1);
			expect(commands.filter(command => command?.endsWith('/id'))).toEqual([]);
		} finally {
			fs.rmSync(path.dirname(log), {recursive: true, force: true});
		}
	});

	test.each([
		['with a password', ['USER ALL=(ALL) ALL', 'Defaults:USER timestamp_timeout=0']],
		['without one', ['USER ALL=(ALL) NOPASSWD: ALL']],
		['for some programs only', ['USER ALL=(ALL) ALL, !/bin/bash, !/usr/bin/bash']],
	])('sudo in a probe is what it is elsewhere, %s', async (_name, sudoers) => {
		const {statuses, outcome, user} = await statusesOf(sudoers, [
			sh`test "$(sudo id -u)" = 0`,
			sh`exit 3`,
			sh`sudo test -e /nowhere`,
			sh`sudo bash -c 'exit 7' || sudo sh -c 'exit 7'`,
			sh`test "$(printf 'a\nb\n' | sudo cat | sudo cat | sudo tail -n 1)" = b`,
			sh`
				test "$(sudo cat <<'END'
				it's "here"
				END
				)" = "it's \"here\""
			`,
			sh`test "$(sudo -u nobody id -un)" = nobody`,
			sh`test "$(sudo A='1 2' sh -c 'echo "$A"')" = '1 2'`,
			sh`test "$(sudo printf '%s|' 'two words' '*' '' $'a\nb')" = $'two words|*||a\nb|'`,
			sh`test "$(id -un)" != root && cd / && test "$(sudo pwd)" = /`,
			sh`test "$(echo x | xargs sudo echo)" = x && test "$(bash -c 'sudo id -u')" = 0`,
			sh`test "$(sudo echo "$(printf '%5000s' x)" | wc -c)" = 5001`,
			sh`for each in 1 2 3 4 5 6 7 8; do sudo true & done; wait`,
			sh`sudo yes | head -n 1 && ! sudo no-such-program`,
		]);
		expect(outcome).toEqual(exited(0));
		expect(statuses).toEqual([0, 3, 1, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
		const left = fs.readdirSync('/tmp').filter(name => name.startsWith('.dpu-wizard') && fs.statSync(`/tmp/${name}`, {throwIfNoEntry: false})?.uid === uidOf(user));
		expect(left).toEqual([]);
	});
});

describe.skipIf(!canMakeUsers)('cancelled', () => {
	test('nothing of the probes is left, neither theirs nor root\'s', async () => {
		const cancel = new AbortController();
		const file = path.join(temporaryDirectory(), 'up');
		const watcher = setInterval(() => {
			if (fs.existsSync(file)) {
				cancel.abort();
			}
		}, 50);
		try {
			const {outcome} = await statusesOf(['USER ALL=(ALL) ALL', 'Defaults:USER timestamp_timeout=0'], [...many(4), sh`sudo bash -c ${`touch ${file}; exec sleep 71`}`], cancel.signal);
			expect(outcome).toEqual({kind: 'cancelled'});
			const left = execFileSync('ps', ['-A', '-o', 'stat=,args='], {encoding: 'utf8'}).split('\n').filter(line => /^[^Z].*(?:sleep 71|dpu-wizard\.\w+\/requests)$/v.test(line));
			expect(left).toEqual([]);
		} finally {
			clearInterval(watcher);
		}
	});
});

const uidOf = (user: string) => fs.statSync(`/home/${user}`).uid;
