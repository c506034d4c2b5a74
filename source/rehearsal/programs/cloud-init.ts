import {type Program, Refusal} from '../program.js';

export const cloudInit: Program = (argv, io) => {
	const [verb, ...options] = argv;
	if (verb === 'status') {
		io.say(`status: ${io.files.exists('/var/lib/cloud/instance/boot-finished') ? 'done' : 'running'}`);
		return 0;
	}

	const wrong = options.find(option => !['--logs', '-l', '--seed', '-s'].includes(option));
	if (verb !== 'clean' || wrong !== undefined) {
		throw new Refusal(`cloud-init: error: ${verb === 'clean' ? `unrecognized arguments: ${wrong!}` : `argument subcommand: invalid choice: '${verb ?? ''}'`}`, 2);
	}

	if (!io.isRoot) {
		throw new Refusal('You do not have permission to run this command');
	}

	for (const path of ['/var/lib/cloud/data', '/var/lib/cloud/instance']) {
		if (io.files.exists(path)) {
			io.files.remove(path, {recursive: true});
		}
	}

	return 0;
};
