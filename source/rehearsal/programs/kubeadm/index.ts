import {type Io, type Program, Refusal} from '../../program.js';
import {readCobra} from '../../cobra.js';
import {fail} from './fail.js';
import {init} from './init.js';
import {join} from './join.js';
import {reset} from './reset.js';
import {token} from './token.js';

type Verb = (argv: readonly string[], io: Io) => number | Promise<number>;

const verbs: Readonly<Record<string, Verb>> = {
	init,
	join,
	reset,
	token,
	version(argv, io) {
		const given = readCobra(argv, {values: [['-o', '--output']], fail});
		const version = `v${io.machine.packages.get('kubeadm')!}`;
		switch (given.value('--output')) {
			case 'short': {
				io.say(version);
				return 0;
			}

			case undefined: {
				io.say(`kubeadm version: &version.Info{GitVersion:"${version}"}`);
				return 0;
			}

			default: {
				throw fail(`invalid output format: ${given.value('--output')!}`);
			}
		}
	},
};

export const kubeadm: Program = async ([verb = '', ...argv], io) => {
	const action = verbs[verb];
	if (!action) {
		throw new Refusal(verb.startsWith('-') ? `unknown flag: ${verb}` : `unknown command "${verb}" for "kubeadm"`);
	}

	return action(argv, io);
};
