import {discsOf} from '../cloud/installer.js';
import {directory, file} from '../file-system/inode.js';
import {type Program, Refusal} from '../program.js';
import {readOptions} from '../usage.js';

/**
Only a CD, by its label.
*/
export const mount: Program = (argv, io) => {
	const given = readOptions(argv, {
		flags: ['-r', '--read-only'],
		values: [['-o', '--options'], ['-t', '--types'], ['-L', '--label']],
		unknown: word => new Refusal(`mount: ${word.startsWith('--') ? `unrecognized option '${word}'` : `invalid option -- '${word.slice(1)}'`}`),
	});
	const [source = '', target = source] = given.value('--label') === undefined ? given.words : [`LABEL=${given.value('--label')!}`, ...given.words];
	if (!io.isRoot) {
		throw new Refusal(`mount: ${target}: must be superuser to use mount.`);
	}

	const label = /^LABEL=(?<label>.+)$/v.exec(source)?.groups?.label;
	const domain = io.world.libvirt.domains.get(io.machine.name);
	const disc = domain && discsOf(domain, io.world).find(each => each.label === label);
	if (!disc) {
		throw new Refusal(`mount: ${target}: can't find ${source}.`);
	}

	if (!io.files.exists(io.path(target))) {
		throw new Refusal(`mount: ${target}: mount point does not exist.`, 32);
	}

	io.files.put(io.path(target), directory(Object.fromEntries(Object.entries(disc.files).map(([name, text]) => [name, file(text, {mode: 0o444})])), {mode: 0o555}));
	io.complain(`mount: ${target}: WARNING: source write-protected, mounted read-only.`);
	return 0;
};
