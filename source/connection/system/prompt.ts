import type {Question} from '../connection.js';

/**
What the system's ssh asks, as a question for a person.
*/
export function questionOfPrompt(prompt: string, attempt: number): Question {
	const host = /authenticity of host '(?<host>[^ ']+)/v.exec(prompt)?.groups!.host;
	const key = /^(?<type>[\w\-]+) key fingerprint is (?<fingerprint>SHA256:[\w+\/]+)/mv.exec(prompt)?.groups;
	if (host !== undefined && key) {
		return {
			kind: 'host-key', host, keyType: `ssh-${key.type!.toLowerCase()}`, fingerprint: key.fingerprint!,
		};
	}

	return {
		kind: 'secret', purpose: purpose(prompt), prompt: prompt.trim(), isEchoed: false, attempt,
	};
}

function purpose(prompt: string): 'passphrase' | 'password' | 'keyboard-interactive' {
	if (/passphrase|pin for/iv.test(prompt)) {
		return 'passphrase';
	}

	return /^\S+'s password:/v.test(prompt) ? 'password' : 'keyboard-interactive';
}
