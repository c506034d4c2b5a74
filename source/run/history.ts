/**
What stays of runs on this machine: the journal and the logs of one lab. It is history, never the reason why a step counts as done.
*/
export type History = {
	/**
	Appends one line to `journal.ndjson`; with `isFlushed`, returns when it is on the disk.
	*/
	readonly record: (entry: Readonly<Record<string, unknown>>, isFlushed?: boolean) => void;
	/**
	Opens the log of a step's next attempt: `logs/STEP/ATTEMPT.log`.
	*/
	readonly openLog: (stepId: string) => AttemptLog;
	/**
	Path of the step's last log, or undefined where it never ran.
	*/
	readonly lastLog: (stepId: string) => string | undefined;
	/**
	Milliseconds that the step usually takes here, or undefined before its first time.
	*/
	readonly usualDuration: (stepId: string) => number | undefined;
	readonly noteDuration: (stepId: string, durationMs: number) => void;
	readonly close: () => void;
};

export type AttemptLog = {
	/**
	1 for the first.
	*/
	readonly attempt: number;
	readonly path: string;
	readonly write: (chunk: Uint8Array | string) => void;
	readonly close: () => void;
};
