import {type Program, Refusal} from '../program.js';

export const id: Program = (argv, io) => {
	const user = argv.at(-1)?.startsWith('-') === false ? io.machine.users.get(argv.at(-1)!) : io.user;
	if (!user) {
		throw new Refusal(`id: ‘${argv.at(-1)!}’: no such user`);
	}

	const flags = argv.filter(word => word.startsWith('-')).join('').replaceAll('-', '');
	const texts: Readonly<Record<string, string>> = {
		u: String(user.uid), g: String(user.gid), un: user.name, nu: user.name, gn: user.name, ng: user.name, '': `uid=${user.uid}(${user.name}) gid=${user.gid}(${user.name}) groups=${user.gid}(${user.name})`,
	};
	if (texts[flags] === undefined) {
		throw new Refusal(`id: invalid option -- '${flags}'`);
	}

	io.say(texts[flags]);
	return 0;
};
