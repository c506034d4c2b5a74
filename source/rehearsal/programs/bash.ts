import {
	type Io,
	type Program,
	Refusal,
	type RunResult,
} from '../program.js';

/**
A shell of its own: the interpreter's, with an EXIT trap of its own.
*/
export const bash: Program = async (argv, io) => {
	const [first, ...rest] = withoutSettings(argv);
	const {asShell} = io as Io & {readonly asShell: (action: () => Promise<RunResult>) => Promise<RunResult>};
	// The interpreter's own reads no script from a device.
	const isFromInput = first === undefined || ['/dev/stdin', '-s'].includes(first);
	const {status, out, errors} = await asShell(async () => isFromInput
		? io.original(['-c', io.stdin, 'bash', ...rest])
		: io.original([first, ...rest]));
	io.write(out);
	if (errors !== '') {
		io.complain(errors.replace(/\n$/v, ''));
	}

	return status;
};

// The interpreter's own knows no options but these: others are said in the text, as `set` takes them.
function withoutSettings(argv: readonly string[]): readonly string[] {
	const at = argv.indexOf('-c');
	const settings = at === -1 ? [] : argv.slice(0, at);
	if (settings.length === 0) {
		return argv;
	}

	const strange = settings.find((word, index) => !/^-[eux]*o?$/v.test(word) && !(settings[index - 1]?.endsWith('o') && ['pipefail', 'errexit', 'nounset'].includes(word)));
	if (strange !== undefined) {
		throw new Refusal(`bash: ${strange}: ${strange.startsWith('-') ? 'invalid option' : 'invalid option name'}`, 2);
	}

	return ['-c', `set ${settings.join(' ')}\n${argv[at + 1] ?? ''}`, ...argv.slice(at + 2)];
}
