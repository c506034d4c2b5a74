import {type CobraSpec, readCobra} from '../cobra.js';
import {imageArchiveText, readImageArchive} from '../containers/image-archive.js';
import {
	type Image,
	makeImage,
	parseReference,
	type Reference,
} from '../containers/image.js';
import {askRegistry, findRegistry} from '../containers/registry.js';
import {goTemplate} from '../go-template.js';
import {type Io, type Program, Refusal} from '../program.js';

const fatal = (words: string) => new Refusal(`time="2026-01-01T00:00:00Z" level=fatal msg=${JSON.stringify(words)}`);

const read = (argv: readonly string[], spec: Pick<CobraSpec, 'flags' | 'values'>, words: number) => {
	const given = readCobra(argv, {...spec, fail: message => new Refusal(`Error: ${message}\nSee 'skopeo --help'`)});
	if (given.words.length !== words) {
		throw fatal(words === 2 ? 'Exactly two arguments expected' : 'Exactly one argument expected');
	}

	return given;
};

export const skopeo: Program = async ([verb, ...argv], io) => {
	const action = verbs[verb ?? ''];
	if (!action) {
		throw new Refusal(`Error: unknown command "${verb ?? ''}" for "skopeo"`);
	}

	return action(argv, io);
};

const verbs: Readonly<Record<string, (argv: readonly string[], io: Io) => number | Promise<number>>> = {
	async inspect(argv, io) {
		const given = read(argv, {flags: ['--raw', '--config', '--tls-verify', ['-n', '--no-tags']], values: ['--retry-times', ['-f', '--format']]}, 1);
		const reference = transport(given.words[0]!);
		const image = ask(reference, io, given.flag('--tls-verify') === false);
		await io.work(0.5);
		const {digest, labels, manifest} = image;
		const format = given.value('--format');
		if (given.flag('--raw')) {
			io.write(manifest);
		} else if (format === undefined) {
			io.say(JSON.stringify({Name: `${reference.host}/${reference.repository}`, Digest: digest, Labels: labels}, undefined, 4));
		} else {
			try {
				io.say(goTemplate(format, {Name: `${reference.host}/${reference.repository}`, Digest: digest, Labels: labels}));
			} catch (error) {
				throw fatal(`template: :1: ${(error as Error).message}`);
			}
		}

		return 0;
	},
	async copy(argv, io) {
		const given = read(argv, {flags: [['-a', '--all'], ['-q', '--quiet'], '--src-tls-verify', '--dest-tls-verify', '--preserve-digests', '--remove-signatures'], values: ['--retry-times', '--multi-arch', ['-f', '--format'], '--override-os', '--override-arch']}, 2);
		const [from, to] = given.words as readonly [string, string];
		const image = sourceImage(from, io, given.flag('--src-tls-verify') === false);
		// One architecture of a list has a digest of its own.
		const copy = given.flag('--all') ? image : makeImage(image.software, `${image.digest} of amd64`, image.labels);
		const file = archiveName(to);
		if (file) {
			if (file.kind === 'docker' && given.flag('--all')) {
				throw fatal('Unable to write to docker-archive: destination does not support writing a manifest list');
			}

			if (file.kind === 'docker' && io.files.exists(io.path(file.path))) {
				throw fatal('docker-archive doesn\'t support modifying existing images');
			}

			await io.work(40);
			io.files.write(io.path(file.path), imageArchiveText({archive: file.kind, names: file.name === undefined ? [] : [file.name], image: copy}));
		} else {
			const target = transport(to);
			const registry = findRegistry(target, io.machine, io.rehearsal, given.flag('--dest-tls-verify') === false);
			if (registry.kind !== 'lab') {
				throw fatal(`trying to reuse blob at destination: ${registry.kind === 'public' ? `${target.host}: unauthorized: authentication required` : registry.why}`);
			}

			await io.work(40);
			registry.images.set(`${target.repository}:${target.tag ?? 'latest'}`, copy);
			registry.images.set(`${target.repository}@${copy.digest}`, copy);
		}

		io.say(`Getting image list signatures\nCopying image ${image.digest}\nWriting manifest list to image destination`);
		return 0;
	},
	async delete(argv, io) {
		const given = read(argv, {flags: ['--tls-verify'], values: ['--retry-times']}, 1);
		const reference = transport(given.words[0]!);
		const {digest} = ask(reference, io, given.flag('--tls-verify') === false);
		const registry = findRegistry(reference, io.machine, io.rehearsal, given.flag('--tls-verify') === false);
		if (registry.kind !== 'lab') {
			throw fatal('Failed to delete: unauthorized: authentication required');
		}

		// A registry deletes by digest: every tag of it goes.
		for (const [name, image] of registry.images) {
			if (image.digest === digest && name.startsWith(reference.repository)) {
				registry.images.delete(name);
			}
		}

		return 0;
	},
	'list-tags'(argv, io) {
		const given = read(argv, {flags: ['--tls-verify'], values: ['--retry-times']}, 1);
		const reference = transport(given.words[0]!);
		if (reference.tag !== undefined) {
			throw fatal(`Error determining repository tags: docker://${given.words[0]!}: tag or digest is not allowed`);
		}

		const registry = findRegistry(reference, io.machine, io.rehearsal, given.flag('--tls-verify') === false);
		if (registry.kind !== 'lab') {
			throw fatal(`Error listing repository tags: ${registry.kind === 'public' ? 'unauthorized' : registry.why}`);
		}

		const tags = registry.images.keys().filter(name => name.startsWith(`${reference.repository}:`)).map(name => name.slice(reference.repository.length + 1)).toArray();
		if (tags.length === 0) {
			throw fatal('Error listing repository tags: fetching tags list: name unknown');
		}

		io.say(JSON.stringify({Repository: `${reference.host}/${reference.repository}`, Tags: tags}, undefined, 4));
		return 0;
	},
};

// `oci-archive:PATH[:NAME]`, `docker-archive:PATH[:NAME:TAG]`.
function archiveName(text: string): {readonly kind: 'oci' | 'docker'; readonly path: string; readonly name: string | undefined} | undefined {
	const found = /^(?<kind>oci|docker)-archive:(?<path>[^:]+)(?::(?<name>.+))?$/v.exec(text)?.groups;
	return found ? {kind: found.kind as 'oci' | 'docker', path: found.path!, name: found.name} : undefined;
}

function sourceImage(text: string, io: Io, isPlain: boolean): Image {
	const file = archiveName(text);
	if (!file) {
		return ask(transport(text), io, isPlain);
	}

	if (!io.files.exists(io.path(file.path))) {
		throw fatal(`initializing source ${text}:: creating temp directory: open ${file.path}: no such file or directory`);
	}

	const archive = readImageArchive(io.read(file.path));
	if (archive?.archive !== file.kind) {
		throw fatal(`initializing source ${text}:: creating temp directory: untarring file: unexpected EOF`);
	}

	return archive.image;
}

function transport(text: string): Reference {
	const name = /^docker:\/\/(?<name>.+)$/v.exec(text)?.groups?.name;
	if (name === undefined) {
		throw fatal(`Error parsing image name "${text}": Invalid image name "${text}", unknown transport "${text.split(':', 1)[0]!}"`);
	}

	const reference = parseReference(name);
	if (!reference) {
		throw fatal(`Error parsing image name "${text}": invalid reference format`);
	}

	if (reference.tag !== undefined && reference.digest !== undefined) {
		throw fatal(`Error parsing image name "${text}": Docker references with both a tag and digest are currently not supported`);
	}

	return reference;
}

function ask(reference: Reference, io: Io, isPlain: boolean) {
	const answer = askRegistry(reference, io.machine, io.rehearsal, isPlain);
	if ('refused' in answer) {
		throw fatal(`Error parsing image name "docker://${reference.host}/${reference.repository}": ${answer.refused}`);
	}

	return answer.image;
}
