import type {Question} from '../../source/connection/connection.js';
import {
	type Edit,
	edited,
	textField,
	type TextField,
} from '../components/text-field-state.js';

export type QuestionState = {readonly field: TextField};

export type QuestionAction =
	| {readonly kind: 'edit'; readonly edit: Edit}
	| {readonly kind: 'submit'}
	| {readonly kind: 'accept'}
	| {readonly kind: 'refuse'};

export const emptyAnswer: QuestionState = {field: textField('')};

/**
The answer is the effect: a text, or nothing.
*/
export function updateQuestion(state: QuestionState, action: QuestionAction): readonly [QuestionState, {readonly answer: string | undefined}?] {
	switch (action.kind) {
		case 'edit': {
			return [{field: edited(state.field, action.edit)}];
		}

		case 'submit': {
			return [emptyAnswer, {answer: state.field.text}];
		}

		case 'accept': {
			return [state, {answer: 'yes'}];
		}

		case 'refuse': {
			return [emptyAnswer, {answer: undefined}];
		}
	}
}

/**
What is asked, in sentences.
*/
export function questionText(question: Question): readonly string[] {
	if (question.kind === 'host-key') {
		return [
			`The key of ${question.host} is not known yet.`,
			'',
			`${question.keyType}  ${question.fingerprint}`,
			'',
			'Compare it with what the machine itself says, at its console:',
			'  ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub',
			'',
			'Accepting it writes it down; from then on another key is refused.',
		];
	}

	return [
		...(question.attempt > 1 ? [`That was not right; attempt ${question.attempt}.`, ''] : []),
		question.prompt,
	];
}
