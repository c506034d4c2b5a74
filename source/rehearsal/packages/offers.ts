import {isOnline} from '../containers/pull.js';
import {fetchUrl} from '../internet/fetch.js';
import {isIpv4} from '../network/address.js';
import type {Io} from '../program.js';
import {rootFiles} from '../systemd/units.js';
import {
	packageFileText,
	type Offered,
	readPackages,
	readPrimary,
} from './index-files.js';
import type {Repository} from './repositories.js';
import {packagesOf} from './index.js';

/**
What can be had: the version by name, and the URL of its file where it is fetched from the lab's own.
*/
export type Offers = ReadonlyMap<string, {readonly version: string | undefined; readonly url?: string; readonly offered?: Offered}>;

/**
Reads the indexes of repositories, or says which of them can't be read and why.
*/
export async function readOffers(repositories: readonly Repository[], withExcluded: boolean, io: Io): Promise<Offers | string> {
	const offers = new Map<string, {readonly version: string | undefined; readonly url?: string; readonly offered?: Offered}>();
	for (const repository of repositories) {
		const found = isOwn(repository) ? await readIndex(repository, io) : ofInternet(repository, io);
		if (typeof found === 'string') {
			return found;
		}

		for (const [name, offer] of found) {
			if (withExcluded || !repository.excluded.includes(name)) {
				offers.set(name, offer);
			}
		}
	}

	return offers;
}

/**
Gets the file of a package, where it comes from a mirror of the lab. Resolves with why not, where it can't be had.
*/
export async function fetchPackage(name: string, offers: Offers, io: Io): Promise<string | undefined> {
	const {url, offered} = offers.get(name) ?? {};
	if (url === undefined || offered === undefined) {
		return undefined;
	}

	const fetched = await fetchUrl(url, io);
	return fetched.kind === 'answer' && fetched.status === 200 && fetched.body === packageFileText(offered) ? undefined : `${url}: ${fetched.kind === 'answer' ? `Status code: ${fetched.status}` : fetched.why}`;
}

const isOwn = ({url}: Repository): boolean => isIpv4(URL.parse(url)?.hostname ?? '');

function ofInternet({url, isDistribution}: Repository, {machine, rehearsal}: Io): Offers | string {
	if (!isOnline(machine, rehearsal)) {
		const host = URL.parse(url)?.hostname ?? url;
		return `${url} [Could not resolve host: ${host}]`;
	}

	return new Map([...packagesOf(machine.family)].filter(([, {repository}]) => isDistribution ? repository === undefined : repository?.(url)).map(([name, {versionAt}]) => [name, {version: versionAt?.(url)}]));
}

async function readIndex({url, suite, component}: Repository, io: Io): Promise<Offers | string> {
	const release = /^VERSION_ID="?(?<number>\d+)/mv.exec(rootFiles(io.machine).textIfThere('/etc/os-release') ?? '')?.groups?.number ?? '';
	const base = url.replaceAll('$releasever', () => release).replaceAll('$basearch', 'x86_64').replace(/\/$/v, '');
	const get = async (path: string) => {
		const fetched = await fetchUrl(`${base}/${path}`, io);
		return fetched.kind === 'answer' && fetched.status === 200 ? fetched.body : undefined;
	};

	let offered: readonly Offered[] | undefined;
	if (io.machine.family === 'fedora') {
		const primary = /<data type="primary">\s*<location href="(?<path>[^"]+)"/v.exec(await get('repodata/repomd.xml') ?? '')?.groups?.path;
		const text = primary === undefined ? undefined : await get(primary);
		offered = text === undefined ? undefined : readPrimary(text);
	} else {
		const signed = suite === '/' ? 'InRelease' : `dists/${suite}/InRelease`;
		const text = await get(signed) === undefined ? undefined : await get(suite === '/' ? 'Packages' : `dists/${suite}/${component}/binary-amd64/Packages`);
		offered = text === undefined ? undefined : readPackages(text);
	}

	return offered === undefined ? base : new Map(offered.map(each => [each.name, {version: each.version, url: `${base}/${each.file}`, offered: each}]));
}
