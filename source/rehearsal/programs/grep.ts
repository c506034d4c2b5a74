import type {Program} from '../program.js';

/**
The interpreter's own, for which every file is text: it knows no `-a`.
*/
export const grep: Program = async (argv, io) => {
	const end = argv.indexOf('--');
	const options = argv.flatMap((word, index) => {
		if ((end !== -1 && index > end) || !/^-[A-Za-z]*a[A-Za-z]*$/v.test(word)) {
			return word === '--text' ? [] : [word];
		}

		const rest = word.replace('a', '');
		return rest === '-' ? [] : [rest];
	});
	const {status, out, errors} = await io.original(options);
	io.write(out);
	if (errors !== '') {
		io.complain(errors.replace(/\n$/v, ''));
	}

	return status;
};
