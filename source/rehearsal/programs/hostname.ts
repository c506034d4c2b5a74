import {type Program, Refusal} from '../program.js';

export const hostname: Program = (argv, io) => {
	const name = (io.files.textIfThere('/etc/hostname') ?? 'localhost').trim();
	const [flag] = argv;
	if (argv.length > 1 || (flag !== undefined && !['-s', '-f', '--short', '--fqdn'].includes(flag))) {
		throw new Refusal(`hostname: invalid option -- '${String(flag)}'`);
	}

	io.say(flag === '-s' || flag === '--short' ? name.split('.')[0]! : name);
	return 0;
};
