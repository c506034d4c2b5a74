import {expect, test} from 'vitest';
import {questionOfPrompt} from '../../../../source/connection/system/prompt.js';

test.each([
	['me@10.0.0.2\'s password: ', 'password'],
	['Enter passphrase for key \'/home/me/.ssh/id_ed25519\': ', 'passphrase'],
	['Enter PIN for ED25519-SK key /home/me/.ssh/id_ed25519_sk: ', 'passphrase'],
	['(me@10.0.0.2) Verification code: ', 'keyboard-interactive'],
])('%j asks for a %s', (prompt, purpose) => {
	expect(questionOfPrompt(prompt, 2)).toEqual({
		kind: 'secret', purpose, prompt: prompt.trim(), isEchoed: false, attempt: 2,
	});
});
