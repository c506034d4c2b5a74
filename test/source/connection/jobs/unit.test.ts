import {execFileSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {expect, test} from 'vitest';
import {bootstrapArguments, bootstrapInput, type BootstrapOptions} from '../../../../source/connection/bootstrap.js';
import {temporaryDirectory} from '../../../stand-in/temporary-directory.js';

/*
A systemd-run that does what the real one does with its arguments: `$$` becomes `$`, the environment is empty, the program is not a child of the caller.
*/
const standIn = `#!/bin/bash
printf '%s\\n' "$@" >>"$RECORD"
while [ "$1" != -- ]; do shift; done; shift
exec 3>&- 9>&-
printf '%s\\n' "\${@//\\$\\$/\\$}" >"$RECORD.argv"
mapfile -t argv <"$RECORD.argv"
[ -z "$FAIL" ] || exit 1
setsid env -i PATH=/usr/bin:/bin "\${argv[@]}" </dev/null >/dev/null 2>&1 &
`;

function machine(options: Partial<BootstrapOptions> = {}, environment: NodeJS.ProcessEnv = {}) {
	// A name that systemd would expand in a unit's arguments.
	const directory = path.join(temporaryDirectory(), 'a $HOME of it\'s own');
	const bin = path.join(directory, 'bin');
	const record = path.join(directory, 'record');
	fs.mkdirSync(bin, {recursive: true});
	fs.writeFileSync(path.join(bin, 'systemd-run'), standIn, {mode: 0o755});
	const [file, ...argv] = bootstrapArguments;
	const name = 'test.it@infra-2-1-0-0123abcd';
	const job = {
		name, stdout: 0, stderr: 0, isKnown: false, isUnitWanted: true,
	};
	return {
		directory,
		record: () => fs.existsSync(record) ? fs.readFileSync(record, 'utf8').trim().split('\n') : [],
		start: () => fs.readFileSync(path.join(directory, 'lock', 'jobs', name, 'start'), 'utf8').trim().split(' ', 5),
		run: (script: string) => execFileSync(file, argv, {
			encoding: 'utf8',
			input: bootstrapInput({
				script, nonce: '@', sudo: {kind: 'itself'}, lockDirectory: path.join(directory, 'lock'), job, systemdDirectory: directory, ...options,
			}),
			env: {
				...process.env, PATH: `${bin}:${process.env.PATH}`, RECORD: record, MARK: 'of the login', ...environment,
			},
		}).split('\n').filter(line => !/^@ (?:start|job) /v.test(line)),
	};
}

test('where systemd runs the machine, a job is a transient unit of it', () => {
	const {run, record, start, directory} = machine();
	expect(run('echo "$MARK"; exit 3')).toEqual(['of the login', '@ end 3 ', '']);
	expect(start()[4]).toBe('unit');
	const place = `${directory.replaceAll('$', '$$$$')}/lock/jobs/test.it@infra-2-1-0-0123abcd`;
	expect(record()).toEqual([
		'--quiet',
		'--collect',
		'--no-ask-password',
		'--unit=dpu-wizard-job-0123abcd',
		'--description=dpu-wizard: test.it@infra-2-1-0-0123abcd',
		'--property=Type=exec',
		'--property=KillMode=process',
		'--property=OOMPolicy=continue',
		'--property=TasksMax=infinity',
		'--working-directory=/',
		`--uid=${process.getuid!()}`,
		`--gid=${process.getgid!()}`,
		'--',
		expect.stringMatching(/bash$/v),
		'--noprofile',
		'--norc',
		`${place}/runner`,
		place,
		'unit',
	]);
});

test('a unit has the place\'s lock like any job', () => {
	const {run} = machine();
	expect(run('cd "$(dirname "$0")" && flock -n ../../place.lock true; echo $?')).toEqual(['1', '@ end 0 ', '']);
});

test('where the unit can\'t be made, and where there is no systemd, a job has a session of its own', () => {
	const refused = machine({}, {FAIL: 'yes'});
	expect(refused.run('echo ran')).toEqual(['ran', '@ end 0 ', '']);
	expect(refused.start()[4]).toBe('session');
	const without = machine({systemdDirectory: '/no/systemd'});
	expect(without.run('echo ran')).toEqual(['ran', '@ end 0 ', '']);
	expect(without.record()).toEqual([]);
});
