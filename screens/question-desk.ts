import type {Ask, Question} from '../source/connection/connection.js';
import {Pulse} from './output/pulse.js';

/**
Where the engine's questions wait for the person, one at a time.
*/
export class QuestionDesk {
	readonly pulse = new Pulse();
	#waiting: ReadonlyArray<{readonly id: number; readonly question: Question; readonly resolve: (answer: string | undefined) => void}> = [];
	#lastId = 0;

	readonly ask: Ask = async question => {
		const {promise, resolve} = Promise.withResolvers<string | undefined>();
		this.#waiting = [...this.#waiting, {id: ++this.#lastId, question, resolve}];
		this.pulse.now();
		return promise;
	};

	/**
	The question to ask now. The `id` tells two equal questions apart.
	*/
	current(): {readonly id: number; readonly question: Question} | undefined {
		return this.#waiting[0];
	}

	/**
	Undefined: the person doesn't want to answer.
	*/
	answer(answer: string | undefined) {
		const [first, ...rest] = this.#waiting;
		this.#waiting = rest;
		first?.resolve(answer);
		this.pulse.now();
	}

	/**
	Nobody will answer any more.
	*/
	close() {
		while (this.#waiting.length > 0) {
			this.answer(undefined);
		}
	}
}
