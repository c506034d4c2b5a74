import type {Machine} from '../machine.js';
import {rootFiles} from '../systemd/units.js';
import {packagesOf} from './index.js';

/**
A vendor's repository that a machine knows.
*/
export type Repository = {
	readonly id: string;
	readonly url: string;
	/**
	Packages that are left alone unless asked otherwise.
	*/
	readonly excluded: readonly string[];
	/**
	Path of the key that signs it, where one is named that way.
	*/
	readonly key: string | undefined;
};

export function repositoriesOf(machine: Machine): readonly Repository[] {
	const files = rootFiles(machine);
	const directory = machine.family === 'fedora' ? '/etc/yum.repos.d' : '/etc/apt/sources.list.d';
	const suffix = machine.family === 'fedora' ? '.repo' : '.list';
	return files.exists(directory)
		? files.list(directory).filter(name => name.endsWith(suffix)).flatMap(name => machine.family === 'fedora' ? readYum(files.text(`${directory}/${name}`)) : readApt(files.text(`${directory}/${name}`), name))
		: [];
}

function readYum(text: string): Repository[] {
	return text.split(/^(?=\[)/mv).flatMap(section => {
		const id = /^\[(?<id>[^\]]+)\]/v.exec(section)?.groups?.id;
		const value = (key: string) => new RegExp(String.raw`^${key}=(.*)$`, 'mv').exec(section)?.[1];
		const url = value('baseurl');
		return id === undefined || url === undefined || value('enabled') === '0' ? [] : [{
			id, url, excluded: (value('exclude') ?? value('excludepkgs') ?? '').split(/[\s,]+/v).filter(word => word !== ''), key: undefined,
		}];
	});
}

function readApt(text: string, name: string): Repository[] {
	return text.split('\n').flatMap(line => {
		const found = /^deb\s+(?:\[(?<options>[^\]]*)\]\s+)?(?<url>\S+)\s+(?<suite>\S+)/v.exec(line)?.groups;
		return found ? [{
			id: name, url: found.url!, excluded: [], key: /signed-by=(?<path>\S+)/v.exec(found.options ?? '')?.groups?.path,
		}] : [];
	});
}

/**
Whether a package can be had from the distribution or a repository that is known here.
*/
export function isAvailable(name: string, machine: Machine, repositories: readonly Repository[], withExcluded: boolean): boolean {
	const content = packagesOf(machine.family).get(name);
	if (!content) {
		return false;
	}

	return content.repository === undefined || repositories.some(repository => content.repository!(repository.url) && (withExcluded || !repository.excluded.includes(name)));
}
