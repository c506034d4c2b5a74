import {StringDecoder} from 'node:string_decoder';
import type {Input, Output} from './surroundings.js';

/**
What a person did at a prompt: a line, nothing (end of input), or Ctrl-C.
*/
export type Typed = {readonly kind: 'line'; readonly text: string} | {readonly kind: 'nothing'} | {readonly kind: 'interrupted'};

export type PromptOptions = {
	readonly prompt: string;
	/**
	Whether what is typed may be seen.
	*/
	readonly isEchoed: boolean;
};

/**
Reads lines that a person types, echoed or not. What was pasted beyond a line's end waits for the next prompt.
*/
export class TypedLines {
	#waiting = '';

	constructor(readonly input: Input, readonly output: Output) {}

	async ask({prompt, isEchoed}: PromptOptions): Promise<Typed> {
		const {input, output} = this;
		const line = new LineEditor(text => {
			if (isEchoed) {
				output.write(text);
			}
		});
		// What answers a terminal's own echo would show: from here on nothing is shown but what the editor writes.
		input.setRawMode?.(true);
		output.write(prompt);
		const typed = await this.#read(line);
		input.setRawMode?.(false);
		input.pause();
		output.write('\n');
		return typed;
	}

	async #read(line: LineEditor): Promise<Typed> {
		const decoder = new StringDecoder('utf8');
		const {input} = this;
		return new Promise(resolve => {
			const finish = (typed: Typed) => {
				input.off('data', take);
				input.off('end', end);
				resolve(typed);
			};

			const feed = (text: string) => {
				for (const [index, character] of [...text].entries()) {
					const typed = line.take(character);
					if (typed) {
						this.#waiting = [...text].slice(index + 1).join('');
						finish(typed);
						return;
					}
				}
			};

			const take = (chunk: Uint8Array) => {
				feed(decoder.write(chunk));
			};

			const end = () => {
				finish({kind: 'nothing'});
			};

			input.on('data', take);
			input.on('end', end);
			input.resume();
			const waiting = this.#waiting;
			this.#waiting = '';
			feed(waiting);
		});
	}
}

class LineEditor {
	#characters: string[] = [];
	#isInSequence = false;

	constructor(readonly echo: (text: string) => void) {}

	take(character: string): Typed | undefined {
		if (this.#isInSequence) {
			// An arrow key or the like: it ends with a letter or `~`.
			this.#isInSequence = !/[a-z~]/i.test(character);
			return undefined;
		}

		switch (character) {
			case '\r':
			case '\n': {
				return {kind: 'line', text: this.#characters.join('')};
			}

			case '\u{3}': {
				return {kind: 'interrupted'};
			}

			case '\u{4}': {
				return this.#characters.length === 0 ? {kind: 'nothing'} : undefined;
			}

			case '\u{1B}': {
				this.#isInSequence = true;
				return undefined;
			}

			case '\b':
			case '\u{7F}': {
				if (this.#characters.pop() !== undefined) {
					this.echo('\b \b');
				}

				return undefined;
			}

			case '\u{15}': {
				this.echo('\b \b'.repeat(this.#characters.length));
				this.#characters = [];
				return undefined;
			}

			default: {
				// Other control characters are keys without a meaning here.
				if (character >= ' ') {
					this.#characters.push(character);
					this.echo(character);
				}

				return undefined;
			}
		}
	}
}
