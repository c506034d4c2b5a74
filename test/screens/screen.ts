import {PassThrough, Writable} from 'node:stream';
import xterm from '@xterm/headless';
import {vi} from 'vitest';

/**
A terminal's screen, rebuilt from the bytes that were written to it.
*/
export class Screen {
	readonly stdin = new Keyboard();
	readonly stdout: NodeJS.WriteStream;
	/**
	All bytes, as text.
	*/
	written = '';
	readonly #terminal: InstanceType<typeof xterm.Terminal>;
	#pending = 0;

	constructor(columns = 80, rows = 24) {
		this.#terminal = new xterm.Terminal({
			cols: columns, rows, allowProposedApi: true, convertEol: true,
		});
		const stdout = new Writable({
			decodeStrings: false,
			write: (chunk: string | Uint8Array, _encoding, done) => {
				this.written += String(chunk);
				this.#pending++;
				this.#terminal.write(chunk, () => {
					this.#pending--;
				});
				done();
			},
		});
		this.stdout = Object.assign(stdout, {isTTY: true, columns, rows}) as unknown as NodeJS.WriteStream;
	}

	/**
	Whether the alternate screen is shown.
	*/
	get isAlternate(): boolean {
		return this.#terminal.buffer.active.type === 'alternate';
	}

	resize(columns: number, rows: number) {
		this.#terminal.resize(columns, rows);
		Object.assign(this.stdout, {columns, rows});
		this.stdout.emit('resize');
	}

	/**
	The rows that are seen, without trailing spaces.
	*/
	rows(): readonly string[] {
		const buffer = this.#terminal.buffer.active;
		return Array.from({length: this.#terminal.rows}, (_, row) => buffer.getLine(buffer.viewportY + row)?.translateToString(true) ?? '');
	}

	text(): string {
		return this.rows().join('\n');
	}

	/**
	Lines that have scrolled out of sight: none on the alternate screen.
	*/
	get scrollback(): number {
		return this.#terminal.buffer.active.baseY;
	}

	/**
	Keys as a terminal sends them, in one chunk.
	*/
	press(...keys: readonly string[]) {
		this.stdin.write(keys.join(''));
	}

	/**
	Waits until the screen shows it.
	*/
	async shows(wanted: string | RegExp, timeout = 8000): Promise<void> {
		await vi.waitFor(() => {
			const text = this.text();
			if (this.#pending > 0 || !(typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text))) {
				throw new Error(`The screen does not show ${String(wanted)}:\n${text}`);
			}
		}, {timeout, interval: 10});
	}

	/**
	Waits until the screen does not show it any more.
	*/
	async hides(unwanted: string): Promise<void> {
		await vi.waitFor(() => {
			if (this.text().includes(unwanted)) {
				throw new Error(`The screen still shows ${unwanted}:\n${this.text()}`);
			}
		}, {timeout: 8000, interval: 10});
	}
}

class Keyboard extends PassThrough {
	isRaw = false;

	get isTTY(): boolean {
		return true;
	}

	setRawMode(isRaw: boolean) {
		this.isRaw = isRaw;
		return this;
	}

	ref() {
		return this;
	}

	unref() {
		return this;
	}
}

export const key = {
	up: '\u{1B}[A',
	down: '\u{1B}[B',
	right: '\u{1B}[C',
	left: '\u{1B}[D',
	enter: '\r',
	escape: '\u{1B}',
	tab: '\t',
	backspace: '\u{7F}',
	pageUp: '\u{1B}[5~',
	pageDown: '\u{1B}[6~',
	ctrlC: '\u{3}',
	ctrlU: '\u{15}',
	paste: (text: string) => `\u{1B}[200~${text}\u{1B}[201~`,
} as const;
