import type {Program} from '../program.js';

/**
The interpreter's own, which knows nothing of reflinks.
*/
export const cp: Program = async (argv, io) => {
	const {status, out, errors} = await io.original(argv.filter(word => !word.startsWith('--reflink')));
	io.write(out);
	if (errors !== '') {
		io.complain(errors.replace(/\n$/v, ''));
	}

	return status;
};
