import {type Program, Refusal} from '../program.js';

export const umask: Program = ([mask], io) => {
	if (mask === undefined) {
		io.say(io.files.umask.toString(8).padStart(4, '0'));
		return 0;
	}

	if (!/^[0-7]{1,4}$/v.test(mask)) {
		throw new Refusal(`bash: umask: ${mask}: octal number out of range`);
	}

	io.files.umask = Number.parseInt(mask, 8);
	return 0;
};
