import type {Ask} from './connection.js';

/**
Places are reached side by side, but a person is asked one thing at a time.
*/
export function oneQuestionAtATime(ask: Ask): Ask {
	let last: Promise<unknown> = Promise.resolve();
	return async question => {
		const answer = last.then(async () => ask(question));
		last = answer.catch(() => undefined);
		return answer;
	};
}
