import {readCobra} from '../cobra.js';
import {buildImage} from '../containers/build.js';
import {imageArchiveText, readImageArchive} from '../containers/image-archive.js';
import {parseReference} from '../containers/image.js';
import {pullImage} from '../containers/pull.js';
import {findRegistry} from '../containers/registry.js';
import {type Io, type Program, Refusal} from '../program.js';

const fail = (words: string) => new Refusal(`Error: ${words}\nSee 'podman --help'`, 125);

const verbs: Readonly<Record<string, (argv: readonly string[], io: Io) => number | Promise<number>>> = {
	async pull(argv, io) {
		const given = readCobra(argv, {flags: [['-q', '--quiet'], '--tls-verify'], values: ['--retry', '--platform'], fail});
		if (given.words.length === 0) {
			throw fail('must specify at least one image reference');
		}

		for (const image of given.words) {
			io.complain(`Trying to pull ${image}...`);
			await pullImage(image, io.machine, io.rehearsal, given.flag('--tls-verify') === false);
			io.say(io.machine.images.get(image)!.digest.slice('sha256:'.length));
		}

		return 0;
	},
	image([action, name = ''], io) {
		if (action !== 'exists') {
			throw fail(`unrecognized command \`podman image ${action ?? ''}\``);
		}

		return io.machine.images.has(name) ? 0 : 1;
	},
	rmi(argv, io) {
		const given = readCobra(argv, {flags: [['-f', '--force'], ['-i', '--ignore'], ['-a', '--all']], fail});
		for (const name of given.words) {
			if (!io.machine.images.delete(name)) {
				throw new Refusal(`Error: ${name}: image not known`, 1);
			}

			io.say(`Untagged: ${name}`);
		}

		return given.words.length === 0 ? 125 : 0;
	},
	async build(argv, io) {
		const given = readCobra(argv, {flags: ['--no-cache', '--pull', ['-q', '--quiet']], values: [['-t', '--tag'], ['-f', '--file'], '--build-arg', '--build-context', '--platform'], fail});
		const context = io.path(given.words[0] ?? '.');
		const file = given.value('--file');
		await buildImage({context, file: file === undefined ? `${context}/Containerfile` : io.path(file), name: given.value('--tag') ?? ''}, io);
		return 0;
	},
	load(argv, io) {
		const given = readCobra(argv, {flags: [['-q', '--quiet']], values: [['-i', '--input']], fail});
		const input = given.value('--input');
		const archive = readImageArchive(input === undefined ? io.stdin : io.read(input));
		if (!archive) {
			throw fail('payload does not match any of the supported image formats');
		}

		for (const name of archive.names) {
			io.machine.images.set(name, archive.image);
			io.say(`Loaded image: ${name}`);
		}

		return 0;
	},
	async save(argv, io) {
		const given = readCobra(argv, {flags: ['--compress', ['-q', '--quiet']], values: ['--format', ['-o', '--output']], fail});
		const [name = ''] = given.words;
		const image = io.machine.images.get(name);
		const format = given.value('--format') ?? 'docker-archive';
		if (!image) {
			throw fail(`${name}: image not known`);
		}

		if (format !== 'oci-archive' && format !== 'docker-archive') {
			throw fail(`unknown format "${format}"`);
		}

		const output = given.value('--output');
		if (output === undefined) {
			throw fail('the rehearsal lab saves to a file alone');
		}

		await io.work(10);
		io.files.write(io.path(output), imageArchiveText({archive: format === 'oci-archive' ? 'oci' : 'docker', names: [name], image}));
		return 0;
	},
	async push(argv, io) {
		const given = readCobra(argv, {flags: ['--tls-verify', ['-q', '--quiet']], values: ['--retry'], fail});
		const [source = '', destination = source] = given.words;
		const image = io.machine.images.get(source);
		if (!image) {
			throw fail(`${source}: image not known`);
		}

		const target = parseReference(destination.replace(/^docker:\/\//v, ''));
		const registry = target && findRegistry(target, io.machine, io.rehearsal, given.flag('--tls-verify') === false);
		if (!target || registry?.kind !== 'lab') {
			throw fail(`pushing to ${destination}: ${registry?.kind === 'refused' ? registry.why : (target ? 'unauthorized: authentication required' : 'invalid reference format')}`);
		}

		await io.work(30);
		registry.images.set(`${target.repository}:${target.tag ?? 'latest'}`, image);
		registry.images.set(`${target.repository}@${image.digest}`, image);
		io.complain('Writing manifest to image destination');
		return 0;
	},
};

export const podman: Program = async ([verb = '', ...argv], io) => {
	const action = verbs[verb];
	if (!action) {
		throw new Refusal(`Error: unrecognized command \`podman ${verb}\`\nTry 'podman --help' for more information`, 125);
	}

	return action(argv, io);
};
