import type {AnyAuthMethod, AuthHandlerMiddleware, BaseAgent} from 'ssh2';
import type {Ask, Question} from '../connection.js';

export type AuthenticationOptions = {
	readonly user: string;
	readonly host: string;
	readonly keys: BaseAgent | undefined;
	/**
	Not given for a login that only a key may make.
	*/
	readonly ask: Ask | undefined;
	readonly onTried: (what: string) => void;
};

const passwordTries = 3;

/**
Offers what OpenSSH does, in its order: keys, keyboard-interactive, password; each only where the server takes it.
*/
export function authentication({user: username, host, keys, ask, onTried}: AuthenticationOptions): AuthHandlerMiddleware {
	const attempts = offers();
	let accepted: readonly string[] | undefined;

	// `ssh2` passes null before the first answer of the server, whatever its types say.
	return (authsLeft: readonly string[] | null, _isPartial, next) => {
		accepted = authsLeft ?? accepted;
		void attempts.next().then(({value, done}) => {
			(next as (method: AnyAuthMethod | false) => void)(done ? false : value);
		});
	};

	async function * offers(): AsyncGenerator<AnyAuthMethod, void> {
		// Asks for nothing but the list of what the server takes.
		yield {type: 'none', username};
		if (keys && accepted?.includes('publickey') !== false) {
			yield {type: 'agent', username, agent: keys};
			// `ssh2` does not tell what is left after an agent's key was half of the login.
			yield {type: 'none', username};
		}

		if (!ask) {
			return;
		}

		yield * interactive(ask);
		yield * passwords(ask);
	}

	async function * interactive(askUser: Ask): AsyncGenerator<AnyAuthMethod, void> {
		const state = {isAnswered: true};
		for (let attempt = 1; state.isAnswered && attempt <= passwordTries && accepted?.includes('keyboard-interactive'); attempt++) {
			onTried('keyboard-interactive');
			yield {
				type: 'keyboard-interactive',
				username,
				prompt(name, instructions, _language, prompts, finish) {
					void answer(askUser, prompts.map(({prompt, echo}) => ({
						kind: 'secret', purpose: 'keyboard-interactive', prompt: [name, instructions, prompt].filter(text => text.trim() !== '').join('\n'), isEchoed: echo ?? false, attempt,
					}))).then(answers => {
						state.isAnswered = answers !== undefined;
						finish(answers ?? prompts.map(() => ''));
					});
				},
			};
		}
	}

	async function * passwords(askUser: Ask): AsyncGenerator<AnyAuthMethod, void> {
		for (let attempt = 1; attempt <= passwordTries && accepted?.includes('password'); attempt++) {
			const password = await askUser({
				kind: 'secret', purpose: 'password', prompt: `Password of ${username}@${host}`, isEchoed: false, attempt,
			});
			if (password === undefined) {
				return;
			}

			onTried('password');
			yield {type: 'password', username, password};
		}
	}
}

async function answer(ask: Ask, questions: readonly Question[]): Promise<string[] | undefined> {
	const answers: string[] = [];
	for (const question of questions) {
		const text = await ask(question);
		if (text === undefined) {
			return undefined;
		}

		answers.push(text);
	}

	return answers;
}
