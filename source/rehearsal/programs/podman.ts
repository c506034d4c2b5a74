import {pullImage} from '../containers/pull.js';
import {type Program, Refusal} from '../program.js';
import {readOptions} from '../usage.js';

const unknown = (word: string) => new Refusal(`Error: unknown flag: ${word}\nSee 'podman --help'`, 125);

export const podman: Program = async ([verb, ...argv], io) => {
	switch (verb) {
		case 'pull': {
			const given = readOptions(argv, {flags: [['-q', '--quiet']], values: ['--tls-verify', '--retry', '--platform'], unknown});
			for (const image of given.words) {
				io.complain(`Trying to pull ${image}...`);
				await pullImage(image, io.machine, io.rehearsal);
				io.say(io.machine.images.get(image)!.digest.slice('sha256:'.length));
			}

			return given.words.length === 0 ? 125 : 0;
		}

		case 'image': {
			const [action, name = ''] = argv;
			if (action !== 'exists') {
				throw new Refusal(`Error: unrecognized command \`podman image ${action ?? ''}\``, 125);
			}

			return io.machine.images.has(name) ? 0 : 1;
		}

		default: {
			throw new Refusal(`Error: unrecognized command \`podman ${verb ?? ''}\`\nTry 'podman --help' for more information`, 125);
		}
	}
};
