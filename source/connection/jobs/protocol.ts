import type {LookTime} from '../connection.js';

/**
Jobs: how a step's command outlives the connection that started it.

A request is what `bootstrapInput` writes: lines `dw_NAME=VALUE`, VALUE being a word quoted for a shell, then the supervisor. With `dw_job`, the script becomes
a job of that name, in a directory `LOCK/jobs/NAME` (0700) with these files:

- `script`: what runs; `runner`: the shell functions that run it
- `start`: seconds since the epoch, boot id, process of the runner, process group of the script (0 before there is one), `unit` or `session`
- `stdout`, `stderr`: what it printed, byte for byte
- `exit`: blank until the end, then `exited STATUS`, with a third word `full` where the disk had no room for all of the output
- `alive`: locked by the runner for as long as it lives
- `input`: a FIFO, through which the runner gets what must not be on a disk
- `seen`: there once a wizard has heard of its end

The answer is the job's bytes on standard output and standard error, from the offsets that were asked for, and among them lines that start with the nonce:

| line | where | meaning |
|---|---|---|
| `start PID` | both | bash is there |
| `waiting` | stdout | another command has the place; said again every two seconds |
| `unlocked` | stdout | nothing can be locked there |
| `unkept` | stdout | no files can be made there (a full disk, say): the script runs as a child of this channel |
| `job NAME` | stdout | the job runs, or has run; its output follows |
| `job PID` | stdout | without a job: the script's process group |
| `look TIME` | stdout | the probe `dw_probe` is asked, `before` the job or `after` it: until the next line, standard output has what it prints |
| `looked TIME STATUS` | stdout | its exit status |
| `end STATUS [full]` | both | all output was there before it |
| `gone REASON` | stdout, then `end` on stderr | it was started, and ended without a status: `reboot`, `killed`; or it was not: `absent`, there is no such job; `waited`, the place
  was taken until now, and what was needed may have been done there; `unneeded`, the probe before it holds |

The same request again, with the offsets that were reached, goes on where a broken connection left off. A job that nobody started is started by it, unless
`dw_known` says that it was before: then it is `gone absent`.
*/
export type JobRequest = {
	readonly name: string;
	/**
	Bytes that are known already.
	*/
	readonly stdout: number;
	readonly stderr: number;
	/**
	It was started before: it must not be started again.
	*/
	readonly isKnown: boolean;
	/**
	Others may run beside it: it neither waits for the place nor holds it.
	*/
	readonly isBeside?: boolean;
	/**
	As a unit of systemd where there is one, and where this login may make one.
	*/
	readonly isUnitWanted: boolean;
	/**
	What is asked before the job, after it, or both.
	*/
	readonly looks?: {readonly probe: string; readonly times: readonly LookTime[]} | undefined;
};

export type GoneReason = 'reboot' | 'killed' | 'absent' | 'waited' | 'unneeded';

export const goneReasons: readonly GoneReason[] = ['reboot', 'killed', 'absent', 'waited', 'unneeded'];
