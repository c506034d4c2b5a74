import {
	debFile,
	packageFileText,
	packagesFile,
	primaryXml,
	repomd,
	rpmFile,
	type Offered,
} from '../packages/index-files.js';
import {packagesOf} from '../packages/index.js';
import type {Family} from '../packages.js';

/**
The vendors' repositories: their URLs, and as whose lists of the rehearsal know them.
*/
const vendors: ReadonlyArray<{readonly pattern: RegExp; readonly family: Family; readonly as: (base: string) => string; readonly directory: string}> = [
	{
		pattern: /^(?<base>https:\/\/(?:pkgs\.k8s\.io|download\.opensuse\.org)\/.+\/v1\.\d+\/rpm\/)(?<path>.+)$/v, family: 'fedora', as: base => base, directory: 'x86_64',
	},
	{
		pattern: /^(?<base>https:\/\/(?:pkgs\.k8s\.io|download\.opensuse\.org)\/.+\/v1\.\d+\/deb\/)(?<path>.+)$/v, family: 'debian', as: base => base, directory: 'amd64',
	},
	{
		pattern: /^(?<base>https:\/\/download\.docker\.com\/linux\/fedora\/)\d+\/x86_64\/stable\/(?<path>.+)$/v, family: 'fedora', as: base => `${base}$releasever/$basearch/stable`, directory: 'Packages',
	},
	{
		pattern: /^(?<base>https:\/\/download\.docker\.com\/linux\/debian)\/(?<path>dists\/.+)$/v, family: 'debian', as: base => base, directory: 'dists/bookworm/pool/stable/amd64',
	},
];

/**
A file of a package repository of the internet: an index, a signature, a package.
*/
export function repositoryFile(url: string): string | undefined {
	for (const {pattern, family, as, directory} of vendors) {
		const {base, path} = pattern.exec(url)?.groups ?? {};
		if (base === undefined || path === undefined) {
			continue;
		}

		const make = family === 'fedora' ? rpmFile : debFile;
		const offered = [...packagesOf(family)].filter(([, {repository}]) => repository?.(as(base))).map(([name, {versionAt}]) => make(directory, name, versionAt!(as(base))!));
		return offered.length === 0 ? undefined : fileOf(path, offered, family);
	}

	return undefined;
}

/**
All that a distribution's own repository has, its packages in a directory.
*/
export const distributionOffers = (family: Family, directory: string): readonly Offered[] =>
	[...packagesOf(family)].filter(([, {repository}]) => repository === undefined).map(([name, {version = '1.0'}]) => (family === 'fedora' ? rpmFile : debFile)(directory, name, version));

function fileOf(path: string, offered: readonly Offered[], family: Family): string | undefined {
	const name = path.slice(path.lastIndexOf('/') + 1);
	const found = offered.find(({file}) => file === path);
	if (found) {
		return packageFileText(found);
	}

	return family === 'fedora'
		? {'repodata/repomd.xml': repomd, 'repodata/repomd.xml.asc': 'signature\n', 'repodata/primary.xml': primaryXml(offered)}[path]
		: {
			Release: 'Suite: stable\n', 'Release.gpg': 'signature\n', InRelease: 'Suite: stable\nsignature\n', Packages: packagesFile(offered), 'Packages.gz': packagesFile(offered),
		}[name];
}
