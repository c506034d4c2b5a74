import type {Machine} from '../machine.js';
import {rootFiles} from '../systemd/units.js';

/**
A repository that a machine knows.
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
	/**
	The distribution's own, of the internet.
	*/
	readonly isDistribution: boolean;
	/**
	Of apt: `/` where it is flat.
	*/
	readonly suite: string;
	readonly component: string;
};

export function repositoriesOf(machine: Machine): readonly Repository[] {
	const files = rootFiles(machine);
	const isFedora = machine.family === 'fedora';
	const directory = isFedora ? '/etc/yum.repos.d' : '/etc/apt/sources.list.d';
	const names = files.exists(directory) ? files.list(directory) : [];
	return names.flatMap(name => {
		const text = files.text(`${directory}/${name}`);
		if (isFedora) {
			return name.endsWith('.repo') ? readYum(text) : [];
		}

		return name === 'debian.sources' ? [debian] : (name.endsWith('.list') ? readApt(text, name) : []);
	});
}

const debian: Repository = {
	id: 'debian', url: 'https://deb.debian.org/debian', excluded: [], key: undefined, isDistribution: true, suite: 'bookworm', component: 'main',
};

function readYum(text: string): Repository[] {
	return text.split(/^(?=\[)/mv).flatMap(section => {
		const id = /^\[(?<id>[^\]]+)\]/v.exec(section)?.groups?.id;
		const value = (key: string) => new RegExp(`^${key}=(.*)$`, 'mv').exec(section)?.[1];
		const url = value('baseurl') ?? value('metalink');
		return id === undefined || url === undefined || value('enabled') === '0'
			? []
			: [{
				id, url, excluded: (value('exclude') ?? value('excludepkgs') ?? '').split(/[\s,]+/v).filter(word => word !== ''), key: undefined, isDistribution: value('metalink') !== undefined, suite: '', component: '',
			}];
	});
}

function readApt(text: string, name: string): Repository[] {
	return text.split('\n').flatMap(line => {
		const found = /^deb\s+(?:\[(?<options>[^\]]*)\]\s+)?(?<url>\S+)\s+(?<suite>\S+)(?:\s+(?<component>\S+))?/v.exec(line)?.groups;
		return found
			? [{
				id: name, url: found.url!, excluded: [], key: /signed-by=(?<path>\S+)/v.exec(found.options ?? '')?.groups?.path, isDistribution: false, suite: found.suite!, component: found.component ?? '',
			}]
			: [];
	});
}
