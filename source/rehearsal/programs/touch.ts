import {type Program, Refusal} from '../program.js';

export const touch: Program = (argv, io) => {
	const paths = argv.filter(word => word !== '--');
	if (paths.some(path => path.startsWith('-'))) {
		throw new Refusal(`touch: invalid option '${paths.find(path => path.startsWith('-'))!}'`);
	}

	for (const path of paths) {
		if (io.files.exists(io.path(path))) {
			io.files.get(io.path(path)).mtime = io.now();
		} else {
			io.files.write(io.path(path), '');
		}
	}

	return 0;
};
