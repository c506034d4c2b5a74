import {PersonNeededError, type UserError, PlaceError} from '../../errors.js';

/**
The sentence for a login by the system's ssh that failed. Its own words are the best there are.
*/
export function describeSystemFailure(hop: string, said: string, isUnanswered: boolean): UserError {
	const offending = /Offending (?<type>\S+) key in (?<file>.+):(?<line>\d+)/v.exec(said)?.groups;
	if (offending) {
		const shown = /SHA256:[\w+\/]+/v.exec(said)?.[0] ?? 'another';
		return new PlaceError(
			`The host key of ${hop} has changed: it now shows ${shown}, but ${offending.file!}, line ${offending.line!}, holds another (${offending.type!})`,
			hop,
			[
				'Somebody may be listening in, or the host was installed anew: ask whoever runs it',
				`If the new key is right, forget the old one: ${/ssh-keygen -f .*/v.exec(said)?.[0] ?? `ssh-keygen -R ${hop}`}`,
			],
		);
	}

	const last = said.trim().split('\n').at(-1) ?? '';
	return isUnanswered ? new PersonNeededError(`ssh to ${hop} asks something that only a person can answer, and nobody is there (${last})`, [`Log in once: ssh ${hop}`]) : new PlaceError(`ssh to ${hop} failed: ${last === '' ? 'it said nothing' : last}`, hop, [`Does it work in a terminal? Try: ssh ${hop}`]);
}
