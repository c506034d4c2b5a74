import {type Program, Refusal} from '../program.js';
import {readOptions} from '../usage.js';
import {nextNumber} from '../world.js';

export const mktemp: Program = (argv, io) => {
	const given = readOptions(argv, {
		flags: [['-d', '--directory'], ['-q', '--quiet'], '-t'],
		values: ['-p'],
		unknown: word => new Refusal(`mktemp: unrecognized option '${word}'`),
		isBundled: true,
	});
	const template = given.words[0] ?? 'tmp.XXXXXXXXXX';
	if (!template.includes('XXX')) {
		throw new Refusal(`mktemp: too few X's in template ‘${template}’`);
	}

	const name = template.replace(/X{3,}/v, xs => `r${nextNumber(io.world).toString(36)}`.padEnd(xs.length, '0'));
	const path = given.words[0] !== undefined && given.value('-p') === undefined ? io.path(name) : `${given.value('-p') ?? '/tmp'}/${name}`;
	if (given.has('--directory')) {
		io.files.mkdir(path, {mode: 0o700});
	} else {
		io.files.write(path, '', {mode: 0o600});
	}

	io.say(path);
	return 0;
};
