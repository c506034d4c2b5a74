import {type Program, Refusal} from '../program.js';
import {readOptions} from '../usage.js';
import {relay} from './relay.js';

export const env: Program = async (argv, io) => {
	const given = readOptions(argv, {
		flags: [['-i', '--ignore-environment']],
		values: [['-u', '--unset'], ['-C', '--chdir']],
		unknown: word => new Refusal(`env: unrecognized option '${word}'\nTry 'env --help' for more information.`, 125),
		stopsAtWord: true,
	});
	const isSetting = (word: string) => /^[A-Za-z_]\w*=/v.test(word);
	const first = given.words.findIndex(word => !isSetting(word));
	const settings = Object.fromEntries((first === -1 ? given.words : given.words.slice(0, first)).map(word => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)]));
	if (first === -1) {
		for (const [name, value] of [...io.env, ...Object.entries(settings)]) {
			io.say(`${name}=${value}`);
		}

		return 0;
	}

	const directory = given.value('--chdir');
	return relay(given.words.slice(first), io, {env: settings, ...(directory !== undefined && {cwd: io.path(directory)})});
};
