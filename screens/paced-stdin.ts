import {Readable} from 'node:stream';
import {StringDecoder} from 'node:string_decoder';

/**
What Ink needs of a terminal's input.
*/
export type TerminalInput = NodeJS.ReadableStream & {
	readonly isTTY?: boolean;
	setRawMode?: (isRaw: boolean) => unknown;
	ref?: () => unknown;
	unref?: () => unknown;
};

const pasteStart = '\u{1B}[200~';
const pasteEnd = '\u{1B}[201~';

const escape = String.fromCodePoint(0x1B);
const csi = String.raw`\[\[?[\d:;<=>?]*[ -/]*`;
const keyPattern = (...alternatives: readonly string[]): RegExp => new RegExp(`^(?:${alternatives.join('|')})`);
// CSI (also the Linux console's doubled bracket) and SS3; what is not complete yet does not match. Escape with a character is two keys: no screen has a
// key with Alt, and somebody who goes back and types on at once means both.
const sequence = keyPattern(`${escape}{1,2}${csi}[@-~]`, String.raw`${escape}{1,2}O[\d;]*[@-~]`);
const maybeIncomplete = keyPattern(`${escape}{1,2}${csi}$`, String.raw`${escape}{1,2}O[\d;]*$`, `${escape}{1,2}$`);

/**
The first key of the text, or undefined where it has not come whole. `isLast` takes what there is.
*/
function firstKey(text: string, isLast: boolean): string | undefined {
	if (text.startsWith(pasteStart)) {
		const end = text.indexOf(pasteEnd);
		return end === -1 ? undefined : text.slice(0, end + pasteEnd.length);
	}

	if (!text.startsWith(escape)) {
		return String.fromCodePoint(text.codePointAt(0)!);
	}

	const whole = sequence.exec(text)?.[0];
	if (whole !== undefined) {
		return whole;
	}

	return !isLast && maybeIncomplete.test(text) ? undefined : escape;
}

// Ink waits 20 ms before it takes a lone Escape for the key; a key that came sooner would be taken for Alt with that key.
const escapeMs = 30;

/**
A terminal's input that hands over one key for each turn of the event loop. Keys that arrive in one chunk (a key held down on a slow link, a paste,
`tmux send-keys`) would otherwise all be decided by the same, stale render: Down Enter chose the old row.

It also stops reading the terminal when raw mode ends; Node would go on reading it and swallow the first line typed into a child.
*/
export class PacedStdin extends Readable {
	readonly #tty: TerminalInput;
	readonly #decoder = new StringDecoder('utf8');
	#waiting = '';
	#isPacing = false;
	#incomplete: NodeJS.Timeout | undefined;

	constructor(tty: TerminalInput) {
		super();
		this.#tty = tty;
	}

	get isTTY(): boolean {
		return true;
	}

	setRawMode(isRaw: boolean): this {
		if (isRaw) {
			this.#tty.setRawMode?.(true);
			this.#tty.on('data', this.#onData);
			this.#tty.resume();
		} else {
			this.#tty.off('data', this.#onData);
			this.#tty.pause();
			this.#tty.setRawMode?.(false);
		}

		return this;
	}

	ref() {
		this.#tty.ref?.();
	}

	unref() {
		this.#tty.unref?.();
	}

	override _read() {
		// Keys are pushed as they come.
	}

	readonly #onData = (chunk: Uint8Array | string) => {
		this.#waiting += typeof chunk === 'string' ? chunk : this.#decoder.write(chunk);
		clearTimeout(this.#incomplete);
		this.#pace();
	};

	#pace() {
		if (this.#isPacing || this.#waiting === '') {
			return;
		}

		const key = firstKey(this.#waiting, false);
		if (key !== undefined) {
			this.#handOver(key);
			return;
		}

		if (!this.#waiting.startsWith(pasteStart)) {
			this.#incomplete = setTimeout(() => {
				this.#handOver(firstKey(this.#waiting, true)!);
			}, escapeMs);
		}
	}

	#handOver(key: string) {
		this.#waiting = this.#waiting.slice(key.length);
		this.#isPacing = true;
		this.push(key);
		const goOn = () => {
			this.#isPacing = false;
			this.#pace();
		};

		if (key === escape) {
			setTimeout(goOn, escapeMs);
			return;
		}

		// Two turns: one for Ink to read the key, one for the effects that its render leaves behind.
		setImmediate(() => {
			setImmediate(goOn);
		});
	}
}
