import type {Io, RunOptions} from '../program.js';

/**
Runs another program and takes its output as one's own.
*/
export async function relay(argv: readonly string[], io: Io, options?: RunOptions): Promise<number> {
	const {status, out, errors} = await io.run(argv, options);
	io.write(out);
	if (errors !== '') {
		io.complain(errors.replace(/\n$/v, ''));
	}

	return status;
}
