import {type Program, Refusal} from '../program.js';

export const uname: Program = (argv, io) => {
	const values: Readonly<Record<string, string>> = {
		'': 'Linux', '-s': 'Linux', '-r': io.machine.family === 'debian' ? '6.1.0-35-cloud-amd64' : '6.19.2-300.fc44.x86_64', '-m': 'x86_64', '-n': (io.files.textIfThere('/etc/hostname') ?? 'localhost').trim(),
	};
	const text = values[argv.join(' ')];
	if (text === undefined) {
		throw new Refusal(`uname: invalid option -- '${argv.join(' ')}'`);
	}

	io.say(text);
	return 0;
};
