import type {Processes} from './cancel.js';
import type {ExecuteOptions} from './connection.js';
import {markerReader} from './markers.js';

export type OutputListeners = {
	readonly onOutput: ExecuteOptions['onOutput'];
	readonly onProcesses: (processes: Processes) => void;
	readonly onWaiting: (() => void) | undefined;
	readonly onUnlocked: (() => void) | undefined;
	/**
	All output is there, and the script ended with this status.
	*/
	readonly onEnd: (code: number) => void;
};

export type OutputReaders = {
	readonly stdout: (chunk: Uint8Array) => void;
	readonly stderr: (chunk: Uint8Array) => void;
	/**
	The script's exit status, once it was told.
	*/
	readonly code: number | undefined;
	/**
	What came before the bootstrap's first line: startup files of a login shell, or why bash did not start.
	*/
	readonly noise: string;
};

/**
Reads the two streams of a bootstrap.
*/
export function outputReaders(nonce: string, {onOutput, onProcesses, onWaiting, onUnlocked, onEnd}: OutputListeners): OutputReaders {
	let code: number | undefined;
	let noise = '';
	let watcher: number | undefined;
	const isStarted = {stdout: false, stderr: false};
	let isErrorOutputWhole = false;

	const onData = (stream: 'stdout' | 'stderr') => (chunk: Uint8Array) => {
		if (isStarted[stream]) {
			onOutput?.(stream, chunk);
		} else {
			noise = (noise + new TextDecoder().decode(chunk)).slice(-4000);
		}
	};

	const endIfWhole = () => {
		if (code !== undefined && isErrorOutputWhole) {
			onEnd(code);
		}
	};

	const listeners: Readonly<Record<string, (value: number) => void>> = {
		start(value) {
			isStarted.stdout = true;
			watcher = value;
			onProcesses({watcher, job: undefined});
		},
		waiting() {
			onWaiting?.();
		},
		unlocked() {
			onUnlocked?.();
		},
		job(value) {
			onProcesses({watcher: watcher!, job: value});
		},
		end(value) {
			code = value;
			endIfWhole();
		},
	};

	return {
		stdout: markerReader(nonce, {
			onMarker([word, value]) {
				listeners[word!]?.(Number(value));
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
		get code() {
			return code;
		},
		get noise() {
			return noise.trim();
		},
	};
}
