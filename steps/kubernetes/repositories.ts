import type {GuestFamily} from '../../source/lab/lab.js';
import {type Command, destructive, sh} from '../../source/shell/command.js';
import {writeFile} from '../../source/shell/file.js';
import {orSay} from '../launch/say.js';

export type Repository = {
	readonly name: string;
	/**
	The directory that holds `rpm/` and `deb/`.
	*/
	readonly base: string;
	/**
	SHA-256 of its key, or empty where nobody knows it beforehand.
	*/
	readonly keySum: string;
	/**
	The variables that name another place, and the key's sum.
	*/
	readonly variable: string;
	/**
	Packages that an unrelated update must leave alone.
	*/
	readonly held?: readonly string[];
};

/**
Makes a package repository known; as root. Packages are signed, and a repository that cannot be reached is an error instead of an older package from elsewhere.
*/
export const addRepository = (family: GuestFamily, repository: Repository): readonly Command[] => family === 'fedora' ? addYum(repository) : addApt(repository);

export const keyFile = (family: GuestFamily, name: string): string => family === 'fedora' ? `/etc/pki/rpm-gpg/${name}.asc` : `/etc/apt/keyrings/${name}.asc`;

/**
Fetches the key that a repository's packages are signed with, and checks the key itself where its sum is known; as root.
*/
export const addKey = (key: string, url: string, {keySum, variable}: Pick<Repository, 'keySum' | 'variable'>): readonly Command[] => [
	sh`install -d -m 0755 ${key.slice(0, key.lastIndexOf('/'))}`,
	orSay(
		sh`curl -fsSL --retry 3 --connect-timeout 20 -o ${key} ${url}`,
		`Could not fetch the key ${url}: the machine must reach that repository (set KUBERNETES_IN=nodes to install it later, through the gateway, or name a mirror: ${variable}_URL)`,
	),
	/^[\da-f]{64}$/v.test(keySum)
		? orSay(sh`echo ${`${keySum}  ${key}`} | sha256sum --check --status`, `The key ${url} has not the SHA-256 of ${variable}_KEY_SHA256`)
		: sh`echo ${`${variable}_KEY_SHA256 gives no sum: the key is taken from ${url} as it is. Its SHA-256 is`} "$(sha256sum ${key} | cut -c 1-64)"`,
];

const addYum = ({name, base, held, ...repository}: Repository): readonly Command[] => {
	const key = keyFile('fedora', name);
	return [
		...addKey(key, `${base}/rpm/repodata/repomd.xml.key`, repository),
		writeFile({
			path: `/etc/yum.repos.d/${name}.repo`,
			content: [
				`[${name}]`,
				`name=${name}`,
				`baseurl=${base}/rpm/`,
				'enabled=1',
				'gpgcheck=1',
				`gpgkey=file://${key}`,
				'skip_if_unavailable=0',
				...(held === undefined ? [] : [`exclude=${held.join(' ')}`]),
			].join('\n'),
		}),
	];
};

const addApt = ({name, base, ...repository}: Repository): readonly Command[] => {
	const key = keyFile('debian', name);
	return [
		...addKey(key, `${base}/deb/Release.key`, repository),
		writeFile({path: `/etc/apt/sources.list.d/${name}.list`, content: `deb [signed-by=${key}] ${base}/deb/ /`}),
	];
};

/**
Installs packages; as root. `from` is said when they cannot be fetched.
*/
export function install(family: GuestFamily, packages: readonly string[], from: string): readonly Command[] {
	const message = `Could not install ${packages.join(', ')} from ${from}: see above what could not be fetched; the step can be run again`;
	return family === 'fedora'
		// Dnf 5 knows no --disableexcludes (D26).
		? [orSay(sh`dnf install -y --setopt=disable_excludes="*" --setopt=install_weak_deps=False ${packages}`, message)]
		: [
			orSay(sh`apt-get -o APT::Update::Error-Mode=any update`, `Could not read the package lists of ${from}: see above`),
			orSay(sh`DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends ${packages}`, message),
		];
}

/**
Removes packages that are there, held or not, and makes their repository unknown again; with sudo.
*/
export const remove = (family: GuestFamily, packages: readonly string[], repository: string): Command => destructive(family === 'fedora'
	? sh`
		set -e
		sudo dnf remove -y --setopt=disable_excludes="*" ${packages}
		sudo rm -f -- ${`/etc/yum.repos.d/${repository}.repo`}
	`
	: sh`
		set -e
		sudo env DEBIAN_FRONTEND=noninteractive apt-get -q -y --allow-change-held-packages purge ${packages}
		sudo rm -f -- ${`/etc/apt/sources.list.d/${repository}.list`} ${`/etc/apt/keyrings/${repository}.asc`}
	`);
