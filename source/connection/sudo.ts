import {PersonNeededError, PlaceError} from '../errors.js';
import {quote} from '../shell/quote.js';
import {placeName, type Place} from '../shell/place.js';
import type {SudoMode} from './bootstrap.js';
import type {Transport} from './channel.js';
import type {Ask} from './connection.js';
import {capture} from './capture.js';

/**
Whether `sudo` stands in a script where a command does. One time too many only costs a question.
*/
export const needsSudo = (script: string): boolean => /(?:^|[\s"&'(;`{|])sudo\s/.test(script);

// Cached credentials don't count (`-k`): they would run out in the middle of a step.
const look = `
	if [ "$EUID" = 0 ]; then echo itself
	elif ! type -P sudo >/dev/null; then echo missing
	elif LC_ALL=C sudo -k -n true 2>/dev/null; then echo passwordless
	else echo password; fi
	id -un
`;

// By the builtin printf and a pipe. One line only: sudo must not try a wrong one three times, or an account may be locked.
const verify = (password: string) => String.raw`printf '%s\n' ${quote(password)} | LC_ALL=C sudo -S -k -p '' true`;

/**
What there is of sudo at a place, and who we are there.
*/
export type SudoLook = {readonly kind: string | undefined; readonly login: string};

/**
Looks, without a question. Rejects with a `PlaceError` when the place is lost.
*/
export async function lookForSudo(transport: Transport, place: Place): Promise<SudoLook> {
	const {outcome, text} = await capture(transport, look);
	if (outcome.kind !== 'exited') {
		throw new PlaceError(`The connection to ${placeName(place)} broke before sudo could be looked for`, placeName(place));
	}

	const [kind, login = ''] = text.trim().split('\n').slice(-2);
	return {kind, login};
}

/**
Finds out how `sudo` becomes root at a place, asking for a password where it needs one, at most three times.
*/
export async function findSudoMode({kind, login}: SudoLook, {transport, place, ask}: {readonly transport: Transport; readonly place: Place; readonly ask: Ask}): Promise<SudoMode> {
	const where = placeName(place);
	switch (kind) {
		case 'itself':
		case 'passwordless': {
			return {kind};
		}

		case 'password': {
			return {kind, password: await askForPassword(transport, `${login} at ${where}`, where, ask)};
		}

		case undefined:
		default: {
			throw new PlaceError(`There is no sudo at ${where}, and ${login === '' ? 'the login' : login} is not root`, where, ['Install sudo there, or log in as root']);
		}
	}
}

async function askForPassword(transport: Transport, who: string, where: string, ask: Ask): Promise<string> {
	for (let attempt = 1; attempt <= 3; attempt++) {
		const password = await ask({
			kind: 'secret', purpose: 'sudo', prompt: `sudo password of ${who}`, isEchoed: false, attempt,
		});
		if (password === undefined) {
			throw new PersonNeededError(`sudo asks for the password of ${who}, and nobody is there to type it`, ['Run it in a terminal', 'Or let the login use sudo without a password']);
		}

		const {outcome, errorText} = await capture(transport, verify(password));
		if (outcome.kind === 'exited' && outcome.code === 0) {
			return password;
		}

		if (outcome.kind !== 'exited') {
			throw new PlaceError(`The connection to ${where} broke while the sudo password was checked`, where);
		}

		if (!/try again|incorrect password/iv.test(errorText)) {
			throw new PlaceError(`sudo refused ${who}: ${errorText.trim()}`, where, ['Is this login allowed to use sudo there? Try: sudo -v']);
		}
	}

	throw new PlaceError(`Three wrong sudo passwords for ${who}`, where, ['Try it in a terminal: sudo -v']);
}
