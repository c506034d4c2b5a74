import {expect, test} from 'vitest';
import type {Ask, Question} from '../../../source/connection/connection.js';
import type {Session} from '../../../screens/services.js';
import {key} from '../screen.js';
import {openWizard} from '../wizard.js';

/**
A wizard whose server asks these questions when it is reached.
*/
function wizardAsked(...questions: readonly Question[]) {
	const answers: Array<string | undefined> = [];
	const openSession = async (_: unknown, ask: Ask): Promise<Session> => ({
		async reach() {
			for (const question of questions) {
				answers.push(await ask(question));
			}
		},
		probeAll: async () => undefined,
		async askUndo() {
			throw new Error('Nothing is undone here');
		},
		tidy: async () => undefined,
		run: async () => 'done',
		atWork: async () => ({holder: undefined, running: []}),
		attach: async () => 'done',
		terminal: async () => [],
		close: async () => undefined,
	});
	return {...openWizard({services: {openSession}}), answers};
}

const password: Question = {
	kind: 'secret', purpose: 'password', prompt: 'Password of lab@server', isEchoed: false, attempt: 2,
};
const hostKey: Question = {
	kind: 'host-key', host: '[server]:2222', keyType: 'ssh-ed25519', fingerprint: 'SHA256:abcdef',
};

test('an unknown host key shows its fingerprint, and only y accepts it', async () => {
	const {screen, answers} = wizardAsked(hostKey);
	await screen.shows('Continue');
	screen.press('4');
	await screen.shows('▸ Connection');
	screen.press('t');
	await screen.shows('ssh-ed25519  SHA256:abcdef');
	await screen.shows('[server]:2222');
	screen.press(key.enter);
	await screen.shows('A key is accepted by y');
	expect(answers).toEqual([]);
	screen.press('y');
	await screen.shows('was reached');
	expect(answers).toEqual(['yes']);
});

test('a secret is masked, may hold any key, and never reaches the screen', async () => {
	const {screen, answers} = wizardAsked(password, password);
	await screen.shows('Continue');
	screen.press('4');
	await screen.shows('▸ Connection');
	screen.press('t');
	await screen.shows('attempt 2');
	screen.press('qy?n Z', key.enter);
	await screen.shows('Password of lab@server');
	screen.press(key.escape);
	await screen.shows('was reached');
	expect(answers).toEqual(['qy?n Z', undefined]);
	expect(screen.written).not.toContain('qy?n');
});
