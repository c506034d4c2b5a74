import {type Io, type Program, Refusal} from '../../program.js';
import {readCobra} from '../../cobra.js';
import {fail, options} from './options.js';
import {uninstall, status, upgrade} from './release.js';

type Verb = (argv: readonly string[], io: Io) => number | Promise<number>;

const verbs: Readonly<Record<string, Verb>> = {
	status, uninstall, upgrade,
	version(argv, io) {
		const given = readCobra(argv, {flags: [...options.flags, '--short'], values: options.values, fail});
		const version = /^# (?<version>v\S+)$/mv.exec(io.files.textIfThere('/usr/local/bin/helm') ?? '')?.groups?.version ?? 'v3.0.0';
		io.say(given.flag('--short') ? `${version}+g3d8990f` : `version.BuildInfo{Version:"${version}"}`);
		return 0;
	},
};

export const helm: Program = async (argv, io) => {
	const [name = ''] = readCobra(argv, {...options, fail, stopsAtWord: true}).words;
	const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined;
	if (!verb) {
		throw new Refusal(`Error: unknown command "${name}" for "helm"\nRun 'helm --help' for usage.`);
	}

	const valued = new Set(options.values.flat());
	const at = argv.findIndex((word, index) => word === name && !valued.has(argv[index - 1] ?? ''));
	return verb([...argv.slice(0, at), ...argv.slice(at + 1)], io);
};
