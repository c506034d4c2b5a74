import type {CobraSpec} from '../../cobra.js';
import {Refusal} from '../../program.js';

export const fail = (words: string): Refusal => new Refusal(`Error: ${words}`);

export const options: Required<Pick<CobraSpec, 'flags' | 'values'>> = {
	flags: ['--debug'],
	values: ['--kubeconfig', '--kube-context', ['-n', '--namespace']],
};
