import type {Buffer} from 'node:buffer';
import type {OutputStream} from '../connection/connection.js';
import type {RunEvent} from '../run/events.js';
import {LineSplitter} from './line-splitter.js';

export type OutputLines = {
	readonly type: 'output';
	readonly step: string;
	readonly stream: OutputStream;
	/**
	Whole lines, with a line break between each two: see `linesText`. To be read at once, for they may be a chunk's own.
	*/
	readonly lines: Buffer;
};

/**
The events of a run as readers of lines want them: output by line, for each step and stream apart.
*/
export type LineEvent = Exclude<RunEvent, {readonly type: 'output'}> | OutputLines;

/**
Turns the raw output among a run's events into lines. What no line break ended is told before the end of its command and of its step.
*/
export function makeLineReader(listen: (event: LineEvent) => void): (event: RunEvent) => void {
	const splitters = new Map<string, LineSplitter>();
	const tell = (step: string, stream: OutputStream, lines: Buffer | undefined) => {
		if (lines !== undefined) {
			listen({
				type: 'output', step, stream, lines,
			});
		}
	};

	return event => {
		if (event.type === 'output') {
			const key = `${event.stream} ${event.step}`;
			const splitter = splitters.get(key) ?? new LineSplitter();
			splitters.set(key, splitter);
			tell(event.step, event.stream, splitter.write(event.chunk));
			return;
		}

		if (event.type === 'command.finished' || event.type === 'step.finished') {
			for (const stream of ['stdout', 'stderr'] as const) {
				tell(event.step, stream, splitters.get(`${stream} ${event.step}`)?.end());
				splitters.delete(`${stream} ${event.step}`);
			}
		}

		listen(event);
	};
}
