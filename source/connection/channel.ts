import type {OutputStream} from './connection.js';

/**
How a channel ended: its program did, or the way to it broke and nobody knows what became of the program.
*/
export type Closing =
	| {readonly kind: 'ended'; readonly code: number | undefined; readonly signal: string | undefined}
	| {readonly kind: 'broken'; readonly reason: string};

export type ChannelListeners = {
	readonly onOutput: (stream: OutputStream, chunk: Uint8Array) => void;
	readonly onClosed: (closing: Closing) => void;
};

/**
A program that was started at a place, with its standard input closed after what was sent.
*/
export type Channel = {
	/**
	Stops listening. The program is not ended by it.
	*/
	readonly discard: () => void;
};

export type ChannelRequest = ChannelListeners & {
	readonly commandLine: string;
	readonly input: string;
	/**
	Does not wait behind other channels: a cancellation must get through when all are busy.
	*/
	readonly isUrgent?: boolean;
};

/**
A way to start programs at one place. `open` rejects when the program was certainly not started.
*/
export type Transport = {
	readonly open: (request: ChannelRequest) => Promise<Channel>;
	readonly close: () => void;
};
