import type {Io, Program, RunResult} from '../program.js';

/**
A shell of its own: the interpreter's, with an EXIT trap of its own.
*/
export const bash: Program = async (argv, io) => {
	const [first, ...rest] = argv;
	const {asShell} = io as Io & {readonly asShell: (action: () => Promise<RunResult>) => Promise<RunResult>};
	// The interpreter's own reads no script from a device.
	const isFromInput = first === '/dev/stdin' || first === '-s' || first === undefined;
	const {status, out, errors} = await asShell(async () => isFromInput
		? io.original(['-c', io.stdin, 'bash', ...rest])
		: io.original(argv));
	io.write(out);
	if (errors !== '') {
		io.complain(errors.replace(/\n$/v, ''));
	}

	return status;
};
