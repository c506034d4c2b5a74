import type {Place} from '../shell/place.js';
import type {Job} from './jobs/job.js';
import type {JobReport} from './jobs/list.js';
import type {GoneReason} from './jobs/protocol.js';

export type OutputStream = 'stdout' | 'stderr';

/**
How a script ended. `lost` is an unknown outcome, never a success and never a failure: the place can't be reached any more and what was started there
may still be running. `cancelled`: its whole process group was seen gone. `gone`: a job is known to run no more, and how it ended is not. `detached`: it goes on
there, and nobody listens any more, because that was wanted.
*/
export type Outcome =
	| {
		readonly kind: 'exited';
		readonly code: number;
		/**
		The place had no room for all of its output.
		*/
		readonly isDiskFull?: boolean;
	}
	| {readonly kind: 'signalled'; readonly signal: string}
	| {readonly kind: 'cancelled'}
	| {readonly kind: 'detached'}
	| {readonly kind: 'gone'; readonly reason: GoneReason}
	| {readonly kind: 'lost'; readonly reason: string};

/**
When a probe is asked together with a job.
*/
export type LookTime = 'before' | 'after';

/**
A probe that is asked in one go with a job, over the same channel: before the job, which is not started where it holds, and after it, where it ended with 0.
*/
export type Looks = {
	readonly probe: string;
	readonly times: readonly LookTime[];
	readonly onBegun: (time: LookTime) => void;
	/**
	What the probe prints, on either stream.
	*/
	readonly onOutput: (chunk: Uint8Array) => void;
	/**
	`status`: 0 where the probe holds.
	*/
	readonly onEnded: (time: LookTime, status: number) => void;
};

export type ExecuteOptions = {
	/**
	Raw bytes as they come; a chunk may end in the middle of a line or of a character.
	*/
	readonly onOutput?: (stream: OutputStream, chunk: Uint8Array) => void;
	/**
	Aborting cancels: the whole process group at the place is ended, also what runs there under sudo.
	*/
	readonly signal?: AbortSignal;
	/**
	Changes something there: waits until what an earlier, lost wizard started at this place has ended (`onWaiting` is told), so that nothing runs twice at once.
	*/
	readonly isExclusive?: boolean;
	readonly onWaiting?: () => void;
	/**
	Outlives the connection: runs as this job, or follows it where it was started already, from where it was heard last. Is exclusive too.
	*/
	readonly job?: Job;
	/**
	For a job only. A job without files of its own is not looked after: its end comes without `onEnded`.
	*/
	readonly looks?: Looks;
	/**
	Aborting stops listening to a job, which goes on.
	*/
	readonly detachSignal?: AbortSignal;
	/**
	Must not outlive the connection: for what is held, not for what is done.
	*/
	readonly isTied?: boolean;
};

/**
A place that has been reached.
*/
export type Connection = {
	readonly place: Place;
	/**
	Runs bash text there, from a non-login shell without the user's startup files, with `sudo` ready to be used. Never rejects for what the script does.
	*/
	readonly execute: (script: string, options?: ExecuteOptions) => Promise<Outcome>;
	/**
	Finds out beforehand what the first script would have to wait for. Asks nobody, and never rejects.
	*/
	readonly prepare: () => Promise<void>;
	/**
	The jobs there, of whoever started them. Rejects with a `PlaceError` when the place can't be asked.
	*/
	readonly jobs: () => Promise<readonly JobReport[]>;
	/**
	Tells the place of the jobs whose end has been heard, or the next wizard is told of them again. Whatever is executed there does so too, and after a moment in which nothing is, it
	happens by itself. Never rejects.
	*/
	readonly tellHeard: () => Promise<void>;
	readonly close: () => void;
};

/**
Reaches places, each once, and keeps them. Rejects with a `PlaceError`.
*/
export type Places = {
	readonly connect: (place: Place) => Promise<Connection>;
	/**
	Reaches a place of which this machine knows that it was reached before; undefined for any other.
	*/
	readonly reachKnown: (place: Place) => Promise<Connection | undefined>;
	/**
	Whether it was reached before, and so may be expected to come back.
	*/
	readonly wasReached: (place: Place) => boolean;
	/**
	`Connection.tellHeard` wherever a connection is open.
	*/
	readonly tellHeard: () => Promise<void>;
	/**
	Argv of a local program that gives a person a terminal there (the system's `ssh`, or bash).
	*/
	readonly terminal: (place: Place) => Promise<readonly string[]>;
	readonly close: () => Promise<void>;
};

/**
Something that only a person can answer while a place is being reached.
*/
export type Question =
	| {
		readonly kind: 'host-key';
		/**
		As in known_hosts: `host` or `[host]:port`.
		*/
		readonly host: string;
		readonly keyType: string;
		/**
		`SHA256:...`
		*/
		readonly fingerprint: string;
	}
	| {
		readonly kind: 'secret';
		readonly purpose: 'passphrase' | 'password' | 'sudo' | 'keyboard-interactive';
		/**
		What to show: `Passphrase of /home/me/.ssh/id_ed25519`.
		*/
		readonly prompt: string;
		/**
		The answer may be shown while it is typed (keyboard-interactive only).
		*/
		readonly isEchoed: boolean;
		/**
		1 for the first time, 2 after a wrong answer, ...
		*/
		readonly attempt: number;
	};

/**
Resolves with the answer (`yes` accepts a host key), or with undefined when nobody can or wants to answer.
*/
export type Ask = (question: Question) => Promise<string | undefined>;
