import {createHash} from 'node:crypto';
import {imagesOfKubeadm} from '../programs/kubeadm/images.js';

/**
What dl.k8s.io has of the newest patch of a minor version: which one it is, kubeadm itself (as much of it as can be asked without a machine), and its sum.
*/
export function kubernetesReleaseFile(path: string): string | undefined {
	const minor = /^stable-(?<minor>1\.\d+)\.txt$/v.exec(path)?.groups?.minor;
	if (minor !== undefined) {
		return `v${minor}.2`;
	}

	const {version, sum} = /^v(?<version>1\.\d+\.2)\/bin\/linux\/amd64\/kubeadm(?<sum>\.sha256)?$/v.exec(path)?.groups ?? {};
	if (version === undefined) {
		return undefined;
	}

	const text = kubeadm(version);
	return sum === undefined ? text : createHash('sha256').update(text).digest('hex');
}

const kubeadm = (version: string): string => String.raw`#!/bin/bash
# kubeadm v${version}, as far as it is asked before there is a machine for it.
if [ "$*" != 'config images list --kubernetes-version v${version}' ]; then
  echo "unknown command or flag: $*" >&2
  exit 1
fi
printf '%s\n' ${imagesOfKubeadm(`v${version}`).map(name => `registry.k8s.io/${name}`).join(' ')}
`;
