import {quote} from '../shell/quote.js';
import type {JobRequest} from './jobs/protocol.js';
import {supervisor} from './supervisor/main.js';

/**
What every place runs. One constant, and made so that fish, zsh and csh as login shells hand it on unchanged: inside the quotes there is no quote, backslash or `!`.
All that differs travels over standard input: it may be larger than an argument, and neither `ps` nor the environment shows it. Privileged mode (`-p`), which ends with the first
line of the input, is what keeps bash from reading BASH_ENV and from taking functions out of the environment.
*/
export const bootstrapCommand = 'exec bash --noprofile --norc -p -c \'set -f; IFS=; eval $(cat)\'';

/**
The same for a program that is started without a shell.
*/
export const bootstrapArguments = ['bash', '--noprofile', '--norc', '-p', '-c', 'set -f; IFS=; eval $(cat)'] as const;

/**
How `sudo` in a script becomes root. `plain` leaves it as it is; `itself` is for root, who may have no sudo at all.
*/
export type SudoMode =
	| {readonly kind: 'plain'}
	| {readonly kind: 'itself'}
	| {readonly kind: 'passwordless'}
	| {readonly kind: 'password'; readonly password: string};

export type BootstrapOptions = {
	readonly script: string;
	/**
	Marks the bootstrap's own lines in the output. Nothing else may hold it: see `makeNonce`.
	*/
	readonly nonce: string;
	readonly sudo: SudoMode;
	/**
	What belongs to the lab at this place: its lock, and its jobs. May start with `~/`.
	*/
	readonly lockDirectory?: string | undefined;
	/**
	Holds the place's lock while the script runs.
	*/
	readonly isExclusive?: boolean | undefined;
	/**
	The script ends when the connection does, at the latest two seconds after.
	*/
	readonly isTied?: boolean | undefined;
	/**
	Runs as a job of this name, or follows that one. It has the place's lock, unless others may run beside it.
	*/
	readonly job?: JobRequest | undefined;
	/**
	Names of jobs whose end has been heard, so that nobody has to be told of them again.
	*/
	readonly seen?: readonly string[] | undefined;
	/**
	Where it shows that systemd runs a machine.
	*/
	readonly systemdDirectory?: string;
};

/**
A path at a place as a shell word; `~/` is the login's home.
*/
export const placePath = (path: string): string => path.startsWith('~/') ? `"$HOME"/${quote(path.slice(2))}` : quote(path);

// Jobs whose files are kept at a place.
const keptJobs = 30;

/**
The text for the standard input of `bootstrapCommand`: the request as variables, then the supervisor, which is the same every time.
*/
export function bootstrapInput({
	script, nonce, sudo, lockDirectory, isExclusive, isTied, job, seen = [], systemdDirectory = '/run/systemd/system',
}: BootstrapOptions): string {
	const header: Readonly<Record<string, string>> = {
		dw_nonce: quote(nonce),
		dw_sudo: sudo.kind,
		dw_password: sudo.kind === 'password' ? quote(sudo.password) : '',
		dw_lock: lockDirectory === undefined ? '' : placePath(lockDirectory),
		dw_exclusive: isExclusive ? 'yes' : '',
		dw_tied: isTied ? 'yes' : '',
		dw_job: job ? quote(job.name) : '',
		dw_stdout: String(job?.stdout ?? 0),
		dw_stderr: String(job?.stderr ?? 0),
		dw_known: job?.isKnown ? 'yes' : '',
		dw_seen: quote(seen.join(' ')),
		dw_kept: String(keptJobs),
		dw_beside: job?.isBeside ? 'yes' : '',
		dw_looks: quote(job?.looks?.times.join(' ') ?? ''),
		dw_probe: quote(job?.looks?.probe ?? ''),
		dw_units: job?.isUnitWanted ? 'yes' : '',
		dw_systemd: quote(systemdDirectory),
		dw_script: quote(script),
	};
	return [
		'set +fp; unset IFS BASH_ENV',
		...Object.entries(header).map(([name, value]) => `${name}=${value}`),
		supervisor(Object.keys(header)),
	].join('\n');
}
