import {type Program, Refusal} from '../program.js';

/**
Nothing is ever half installed here.
*/
export const dpkg: Program = (argv, io) => {
	const [verb, name] = argv;
	switch (argv.join(' ')) {
		case '--audit': {
			return 0;
		}

		case '--configure -a': {
			if (!io.isRoot) {
				throw new Refusal('dpkg: error: requested operation requires superuser privilege', 2);
			}

			return 0;
		}

		case '--print-architecture': {
			io.say('amd64');
			return 0;
		}

		default: {
			if (verb !== '-s' || name === undefined) {
				throw new Refusal(`dpkg: error: unknown option ${verb ?? ''}`, 2);
			}

			if (!io.machine.packages.has(name)) {
				throw new Refusal(`dpkg-query: package '${name}' is not installed and no information is available`);
			}

			io.say(`Package: ${name}\nStatus: install ok installed\nVersion: ${io.machine.packages.get(name)!}`);
			return 0;
		}
	}
};
