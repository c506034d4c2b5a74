import type {Lab} from '../../source/lab/lab.js';
import type {OriginName} from '../../source/lab/mirror.js';
import type {StepDefinition} from '../../source/plan/step.js';
import {type Command, sh} from '../../source/shell/command.js';
import {variable} from '../launch/variable.js';
import {
	inWorkshop,
	part,
	type Part,
	pathOf,
	upstreamOf,
} from './local.js';

const isDebian = (lab: Lab): boolean => lab.guestFamily === 'debian';

/**
The distribution's release, as its repositories call it, told by the image's name: `44`, `bookworm`.
*/
export function releaseOf(lab: Lab): string {
	const image = variable(lab, 'IMAGE_URL');
	if (isDebian(lab)) {
		const names: Readonly<Record<string, string>> = {11: 'bullseye', 12: 'bookworm', 13: 'trixie'};
		return names[/debian-(?<major>\d+)/v.exec(image)?.groups?.major ?? ''] ?? 'bookworm';
	}

	return /-(?<major>\d{2})-/v.exec(image)?.groups?.major ?? '44';
}

const eachFile = sh`while read -r file; do [ -s "$file" ] || curl -fsSL --retry 3 --connect-timeout 20 --create-dirs -o "$file" "$base/$file" || { echo "Could not fetch $base/$file" >&2; exit 1; }; done`;

/**
A flat repository of Debian packages, as the Open Build Service makes them.
*/
const flatDebian = (base: string, path: string): Command => sh`
	set -euo pipefail
	base=${`${base}/deb`}
	mkdir -p ${inWorkshop(`${path}/deb`)} && cd ${inWorkshop(`${path}/deb`)}
	printf '%s\n' Release Release.gpg InRelease Release.key Packages Packages.gz | ${eachFile}
	sed -n 's/^Filename: //p' Packages | grep -E '(amd64|all)\.deb$' | ${eachFile}
`;

/**
A repository of RPMs: what its `repomd.xml` names, and the packages of one architecture. `wanted` is a pattern of their names.
*/
const rpm = (base: string, path: string, wanted: string, others: readonly string[]): Command => sh`
	set -euo pipefail
	base=${base}
	mkdir -p ${inWorkshop(path)} && cd ${inWorkshop(path)}
	printf '%s\n' repodata/repomd.xml ${others} | ${eachFile}
	sed -n 's/.*<location href="\([^"]*\)".*/\1/p' repodata/repomd.xml | ${eachFile}
	for primary in repodata/*primary.xml*; do
	  case $primary in *.gz) gzip -dc "$primary" ;; *.zst) zstd -dc "$primary" ;; *.xz) xz -dc "$primary" ;; *) cat "$primary" ;; esac
	done | grep -o '<location href="[^"]*' | cut -d '"' -f 2 | grep -E ${wanted} | ${eachFile}
`;

const signedRpm = (base: string, path: string): Command => rpm(`${base}/rpm`, `${path}/rpm`, String.raw`(x86_64|noarch)\.rpm$`, ['repodata/repomd.xml.asc', 'repodata/repomd.xml.key']);

const repository = (name: OriginName, options: Omit<Part, 'path' | 'fill'>): StepDefinition => part({
	...options,
	path: lab => `${pathOf(lab, name)}/${isDebian(lab) ? 'deb/Packages' : 'rpm/repodata/repomd.xml'}`,
	mark: lab => `${pathOf(lab, name)}/complete`,
	fill: lab => [isDebian(lab) ? flatDebian(upstreamOf(lab, name), pathOf(lab, name)) : signedRpm(upstreamOf(lab, name), pathOf(lab, name))],
});

export const kubernetesPackages = repository('KUBERNETES_URL', {
	id: 'mirror.kubernetes-packages', what: lab => `kubelet, kubeadm and kubectl ${variable(lab, 'K8S_MINOR')}, with their key`, why: 'The repository of one minor version; its packages are signed with the key in it.',
});

export const crioPackages = repository('CRIO_URL', {
	id: 'mirror.crio-packages', what: lab => `CRI-O ${variable(lab, 'K8S_MINOR')}, with its key`, why: 'The repository of one minor version; its packages are signed with the key in it.', when: lab => variable(lab, 'RUNTIME') === 'crio',
});

// Docker's repository holds all of Docker: containerd is taken out of it, and the lists stay as they are signed.
const dockerDebian = (lab: Lab): Command => sh`
	set -euo pipefail
	base=${upstreamOf(lab, 'CONTAINERD_URL')}
	release=${releaseOf(lab)}
	mkdir -p ${inWorkshop(pathOf(lab, 'CONTAINERD_URL'))} && cd ${inWorkshop(pathOf(lab, 'CONTAINERD_URL'))}
	printf '%s\n' gpg "dists/$release/InRelease" "dists/$release/stable/binary-amd64/Packages" "dists/$release/stable/binary-amd64/Packages.gz" | ${eachFile}
	sed -n 's/^Filename: //p' "dists/$release/stable/binary-amd64/Packages" | grep '/containerd\.io_' | ${eachFile}
`;

const dockerFedora = (lab: Lab): readonly Command[] => {
	const path = pathOf(lab, 'CONTAINERD_URL');
	const stable = `${releaseOf(lab)}/x86_64/stable`;
	return [
		rpm(`${upstreamOf(lab, 'CONTAINERD_URL')}/${stable}`, `${path}/${stable}`, '/containerd.io-', []),
		sh`curl -fsSL --retry 3 --connect-timeout 20 -o ${inWorkshop(`${path}/gpg`)} ${`${upstreamOf(lab, 'CONTAINERD_URL')}/gpg`}`,
	];
};

export const containerdPackages = part({
	id: 'mirror.containerd-packages',
	what: () => 'containerd, with its key',
	why: 'Only containerd, out of Docker\'s repository for the release of the cloud image.',
	when: lab => variable(lab, 'RUNTIME') === 'containerd',
	path: lab => `${pathOf(lab, 'CONTAINERD_URL')}/gpg`,
	sum: lab => variable(lab, 'CONTAINERD_KEY_SHA256'),
	mark: lab => `${pathOf(lab, 'CONTAINERD_URL')}/complete`,
	fill: lab => isDebian(lab) ? [dockerDebian(lab)] : dockerFedora(lab),
});

export const distributionPackages = part({
	id: 'mirror.distribution-packages',
	what: lab => isDebian(lab) ? `Debian ${releaseOf(lab)}, section main, amd64 (about 70 GB)` : `Fedora ${releaseOf(lab)}, x86_64 (about 90 GB)`,
	why: 'What the VMs install of their own distribution. Where your network has a mirror of it already, name that as PACKAGES_URL and skip this.',
	optional: true,
	path: lab => isDebian(lab) ? `debian/dists/${releaseOf(lab)}/Release` : `fedora/releases/${releaseOf(lab)}/Everything/x86_64/os/repodata/repomd.xml`,
	mark: lab => `${lab.guestFamily}/complete`,
	fill: lab => isDebian(lab)
		? [sh`mkdir -p ${inWorkshop('debian')} && debmirror --nosource --arch=amd64 --dist=${releaseOf(lab)} --section=main --method=http --host=deb.debian.org --root=debian --keyring=/usr/share/keyrings/debian-archive-keyring.gpg ${inWorkshop('debian')}`]
		: [['fedora', 'releases', 'Everything/x86_64/os'], ['updates', 'updates', 'Everything/x86_64']].map(([id = '', directory = '', rest = '']) => sh`dnf reposync --releasever=${releaseOf(lab)} --repo=${id} --arch=x86_64,noarch --download-metadata --norepopath --download-path=${inWorkshop(`fedora/${directory}/${releaseOf(lab)}/${rest}`)}`),
});
