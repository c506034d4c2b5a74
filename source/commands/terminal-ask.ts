import type {Ask, Question} from '../connection/connection.js';
import {sanitiseLine} from '../report/sanitise.js';
import {isPersonThere, type Surroundings, tell} from './surroundings.js';
import {type Typed, TypedLines} from './typed-line.js';

export type TerminalAsk = {
	readonly ask: Ask;
	/**
	Asks a question of the wizard's own; undefined where nobody is there.
	*/
	readonly askLine: (prompt: string) => Promise<string | undefined>;
	/**
	Whether an answer was Ctrl-C.
	*/
	readonly wasInterrupted: () => boolean;
	/**
	Whether a question found nobody to answer it.
	*/
	readonly wasUnanswered: () => boolean;
};

/**
Asks on the terminal, without screens, one question at a time. Where nobody is there, every answer is undefined.
*/
export function terminalAsk(surroundings: Surroundings): TerminalAsk {
	const lines = new TypedLines(surroundings.input, surroundings.errors);
	let isInterrupted = false;
	let isUnanswered = false;
	let last: Promise<unknown> = Promise.resolve();

	const answerOf = (typed: Typed): string | undefined => {
		if (typed.kind === 'interrupted') {
			isInterrupted = true;
		}

		return typed.kind === 'line' ? typed.text : undefined;
	};

	const inTurn = async (prompt: string, isEchoed: boolean): Promise<string | undefined> => {
		const turn = last.then(async () => isInterrupted ? undefined : answerOf(await lines.ask({prompt, isEchoed})));
		last = turn;
		return turn;
	};

	return {
		async ask(question) {
			if (!isPersonThere(surroundings)) {
				isUnanswered = true;
				return undefined;
			}

			return question.kind === 'host-key'
				? askHostKey(question, surroundings, inTurn)
				: inTurn(`${question.attempt > 1 ? 'That was not right. ' : ''}${sanitiseLine(question.prompt.trimEnd().replace(/:$/, ''))}: `, question.isEchoed);
		},
		askLine: async prompt => inTurn(prompt, true),
		wasInterrupted: () => isInterrupted,
		wasUnanswered: () => isUnanswered,
	};
}

async function askHostKey(question: Extract<Question, {readonly kind: 'host-key'}>, surroundings: Surroundings, inTurn: (prompt: string, isEchoed: boolean) => Promise<string | undefined>) {
	tell(surroundings, `${sanitiseLine(question.host)} is not known yet. Its ${sanitiseLine(question.keyType)} key has the fingerprint\n  ${question.fingerprint}`);
	const answer = await inTurn('Is that the right one? Type yes, or the fingerprint that you expect: ', true);
	return answer === 'yes' || answer?.trim() === question.fingerprint ? 'yes' : answer;
}
