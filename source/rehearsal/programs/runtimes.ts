import {type Io, type Program, Refusal} from '../program.js';
import {readCobra} from '../cobra.js';

const version = (argv: readonly string[], io: Io, name: string, text: (version: string) => string): number => {
	const given = readCobra(argv, {flags: [['-v', '--version']], fail: () => new Refusal(`Incorrect Usage: flag provided but not defined: ${argv[0] ?? ''}`)});
	if (!given.flag('--version') || given.words.length > 0) {
		throw new Refusal(`${name}: it is started by systemd`);
	}

	io.say(text(io.machine.packages.get(name)!));
	return 0;
};

export const crio: Program = (argv, io) => version(argv, io, 'cri-o', number => `crio version ${number}\nVersion:        ${number}`);

export const containerd: Program = (argv, io) => version(argv, io, 'containerd.io', number => `containerd containerd.io v${number} 5fb4ac1`);
