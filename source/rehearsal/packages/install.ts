import {Files} from '../file-system/files.js';
import {rootIdentity} from '../file-system/inode.js';
import {parentOf} from '../file-system/path.js';
import {specialFiles} from '../file-system/special.js';
import type {Machine} from '../machine.js';
import type {PackageContent} from '../packages.js';
import {programText} from './program-file.js';
import {repositoriesOf} from './repositories.js';
import {packagesOf} from './index.js';

/**
Puts a package onto a machine, and what it requires before it. Files that are there already stay, as configuration does.
*/
export function installPackage(machine: Machine, name: string, now = 0, version?: string): readonly string[] {
	const content = packagesOf(machine.family).get(name);
	if (!content || machine.packages.has(name)) {
		return [];
	}

	const required = (content.requires ?? []).flatMap(each => installPackage(machine, each, now));
	machine.packages.set(name, content.version ?? version ?? versionOf(content, machine) ?? '1.0');
	const files = new Files(machine.root, specialFiles(machine), rootIdentity, () => now);
	const put = (path: string, text: string, mode: number) => {
		files.mkdir(parentOf(path), {recursive: true});
		if (!files.exists(path)) {
			files.write(path, text, {mode});
		}
	};

	for (const path of content.programs ?? []) {
		put(path, programText(path), 0o755);
	}

	for (const [path, text] of Object.entries(content.files ?? {})) {
		put(path, text, 0o644);
	}

	for (const unit of content.enables ?? []) {
		machine.units.set(unit, {isEnabled: true, state: 'inactive'});
	}

	return [...required, name];
}

const versionOf = ({versionAt}: PackageContent, machine: Machine): string | undefined => versionAt && repositoriesOf(machine).map(({url}) => versionAt(url)).find(version => version !== undefined);
