import type {Processes} from './cancel.js';
import type {
	ExecuteOptions,
	Looks,
	LookTime,
	Outcome,
} from './connection.js';
import {goneReasons} from './jobs/protocol.js';
import {markerReader} from './markers.js';

/**
How a script ended, as far as its place knows.
*/
export type End = Extract<Outcome, {readonly kind: 'exited' | 'gone'}>;

export type OutputListeners = {
	readonly onOutput: ExecuteOptions['onOutput'];
	readonly onProcesses: (processes: Processes) => void;
	readonly onWaiting: (() => void) | undefined;
	readonly onUnlocked: (() => void) | undefined;
	/**
	It could not become a job.
	*/
	readonly onUnkept: () => void;
	/**
	The job of that name runs, or has run.
	*/
	readonly onJob: () => void;
	readonly looks: Looks | undefined;
	/**
	All output is there, and this is how the script ended.
	*/
	readonly onEnd: (end: End) => void;
};

export type OutputReaders = {
	readonly stdout: (chunk: Uint8Array) => void;
	readonly stderr: (chunk: Uint8Array) => void;
	/**
	How the script ended, once it was told.
	*/
	readonly end: End | undefined;
	/**
	What came before the bootstrap's first line: startup files of a login shell, or why bash did not start.
	*/
	readonly noise: string;
};

/**
Reads the two streams of a bootstrap.
*/
export function outputReaders(nonce: string, {onOutput, onProcesses, onWaiting, onUnlocked, onUnkept, onJob, looks, onEnd}: OutputListeners): OutputReaders {
	let end: End | undefined;
	let noise = '';
	let watcher: number | undefined;
	const isStarted = {stdout: false, stderr: false};
	let isErrorOutputWhole = false;
	let isLooking = false;

	const onData = (stream: 'stdout' | 'stderr') => (chunk: Uint8Array) => {
		if (isLooking && stream === 'stdout') {
			looks?.onOutput(chunk);
		} else if (isStarted[stream]) {
			onOutput?.(stream, chunk);
		} else {
			noise = (noise + new TextDecoder().decode(chunk)).slice(-4000);
		}
	};

	const endIfWhole = () => {
		if (end !== undefined && isErrorOutputWhole) {
			onEnd(end);
		}
	};

	const isLookTime = (value: string): value is LookTime => value === 'before' || value === 'after';

	const listeners: Readonly<Record<string, (value: string, more?: string) => void>> = {
		start(value) {
			isStarted.stdout = true;
			watcher = Number(value);
			onProcesses({watcher, job: undefined});
		},
		waiting() {
			onWaiting?.();
		},
		unlocked() {
			onUnlocked?.();
		},
		unkept() {
			onUnkept();
		},
		job(value) {
			if (/^\d+$/v.test(value)) {
				onProcesses({watcher: watcher!, job: Number(value)});
			} else {
				onJob();
			}
		},
		look(value) {
			isLooking = true;
			if (isLookTime(value)) {
				looks?.onBegun(value);
			}
		},
		looked(value, more) {
			isLooking = false;
			if (isLookTime(value)) {
				looks?.onEnded(value, Number(more));
			}
		},
		end(value, more) {
			end = {kind: 'exited', code: Number(value), ...(more === 'full' && {isDiskFull: true})};
			endIfWhole();
		},
		gone(value) {
			end = {kind: 'gone', reason: goneReasons.find(reason => reason === value) ?? 'killed'};
			endIfWhole();
		},
	};

	return {
		stdout: markerReader(nonce, {
			onMarker([word, value = '', more]) {
				listeners[word!]?.(value, more);
			},
			onData: onData('stdout'),
		}),
		stderr: markerReader(nonce, {
			onMarker([word]) {
				isStarted.stderr = true;
				isErrorOutputWhole = word === 'end';
				endIfWhole();
			},
			onData: onData('stderr'),
		}),
		get end() {
			return end;
		},
		get noise() {
			return noise.trim();
		},
	};
}
