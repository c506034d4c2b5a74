import {createHash} from 'node:crypto';
import {sumDefault} from '../../lab/mirror.js';
import {debianImage, fedoraImage} from '../../lab/images.js';
import {qcow2Text} from '../libvirt/disk.js';
import type {Io} from '../program.js';
import {isoText} from '../cloud/seed.js';
import {claim} from './claims.js';
import {kubernetesReleaseFile} from './kubernetes-release.js';
import {repositoryFile} from './repositories.js';
import {dpuSimulatorArchive} from './upstream/dpu-simulator.js';
import {flannelManifest} from './upstream/flannel.js';
import {helmFile} from './upstream/helm.js';
import {multusManifest} from './upstream/multus.js';
import {ovnKubernetesArchive} from './upstream/ovn-kubernetes.js';

export type Content = {readonly body: string; readonly seconds: number};

/**
What is at a URL of the internet, and how long it usually takes; undefined for 404.
*/
export function contentAt(url: string, io: Io): Content | undefined {
	for (const source of sources) {
		const content = source(url, io);
		if (content) {
			return content;
		}
	}

	return undefined;
}

type Source = (url: string, io: Io) => Content | undefined;

const gigabyte = 2 ** 30;

const images: Readonly<Record<string, {readonly body: string; readonly sha256?: string}>> = {
	[fedoraImage.url]: {body: qcow2Text({id: 'cloud-fedora', size: 5 * gigabyte, cloud: 'fedora'}), sha256: fedoraImage.sha256},
	[debianImage.url]: {body: qcow2Text({id: 'cloud-debian', size: 3 * gigabyte, cloud: 'debian'})},
};

for (const {body, sha256} of Object.values(images)) {
	if (sha256 !== undefined) {
		claim(createHash('sha256').update(body).digest('hex'), sha256);
	}
}

/**
Keys of package repositories: only whose they are counts.
*/
const keyOf = (owner: string) => `-----BEGIN PGP PUBLIC KEY BLOCK-----\n${owner}\n`;

const installers: ReadonlyArray<readonly [RegExp, string]> = [
	[/^https:\/\/download\.fedoraproject\.org\/pub\/fedora\/linux\/releases\/44\/Server\/x86_64\/iso\/Fedora-Server-netinst-x86_64-44-[\d.]+\.iso$/v, isoText({label: 'Fedora-S-dvd-x86_64-44', files: {}, installs: 'fedora'})],
	[/^https:\/\/cdimage\.debian\.org\/debian-cd\/[\w\-.]+\/amd64\/iso-cd\/debian-12[\d.]*-amd64-netinst\.iso$/v, isoText({label: 'Debian 12 amd64 n', files: {}, installs: 'debian'})],
];

const sources: readonly Source[] = [
	url => installers.filter(([pattern]) => pattern.test(url)).map(([, body]) => ({body, seconds: 60}))[0],
	url => {
		const body = repositoryFile(url);
		return body === undefined ? undefined : {body, seconds: 1};
	},
	url => matched(/^https:\/\/dl\.k8s\.io\/release\/(?<part>.+)$/v, url, kubernetesReleaseFile, 1),
	url => images[url] && {body: images[url].body, seconds: 60},
	url => matched(/^https:\/\/github\.com\/ovn-kubernetes\/ovn-kubernetes\/archive\/(?<part>[\da-f]{40})\.tar\.gz$/v, url, ovnKubernetesArchive, 20),
	url => matched(/^https:\/\/github\.com\/ovn-kubernetes\/dpu-simulator\/archive\/(?<part>[\da-f]{40})\.tar\.gz$/v, url, dpuSimulatorArchive, 5),
	url => matched(/^https:\/\/raw\.githubusercontent\.com\/flannel-io\/flannel\/(?<part>v\d+\.\d+\.\d+)\/Documentation\/kube-flannel\.yml$/v, url, flannelManifest, 1, 'flannel'),
	url => matched(/^https:\/\/raw\.githubusercontent\.com\/k8snetworkplumbingwg\/multus-cni\/(?<part>v\d+\.\d+\.\d+)\/deployments\/multus-daemonset-thick\.yml$/v, url, () => multusManifest, 1, 'multus'),
	url => matched(/^https:\/\/get\.helm\.sh\/(?<part>[^\/]+)$/v, url, helmFile, 5, 'helm'),
	url => matched(/^https:\/\/download\.docker\.com\/linux\/(?<part>fedora|debian)\/gpg$/v, url, keyOf, 1, 'docker-key'),
	url => matched(/^https:\/\/(?<part>(?:pkgs\.k8s\.io|download\.opensuse\.org)\/.*(?:Release\.key|repomd\.xml\.key))$/v, url, keyOf, 1),
];

function matched(pattern: RegExp, url: string, make: (part: string) => string | undefined, seconds: number, what?: string): Content | undefined {
	const part = pattern.exec(url)?.groups?.part;
	const body = part === undefined ? undefined : make(part);
	if (body === undefined) {
		return undefined;
	}

	// A sum that the project knows is that of the real thing.
	const release = /v\d+\.\d+\.\d+/v.exec(part!)?.[0] ?? part!;
	const known = what === undefined ? '' : sumDefault(what, '')(() => release);
	if (known !== '') {
		claim(createHash('sha256').update(body).digest('hex'), known);
	}

	return {body, seconds};
}
