import type {Lab} from '../../source/lab/lab.js';
import {type Command, fragment, sh} from '../../source/shell/command.js';
import {variable} from '../launch/variable.js';
import {ovnkCommit, ovnkImage} from './images.js';
import {inRegistry} from './mirror.js';

/**
The server's copy of the Helm chart; `COMMIT` in it says of which commit.
*/
export const chartDirectory = (lab: Lab): string => `${lab.poolDir}/ovn-kubernetes`;

/**
Sets `commit` in the shell: what the lab says, or what the image says of itself. Image and chart of different commits do not fit together.
*/
function learnCommit(lab: Lab): Command {
	if (variable(lab, 'OVNK_FROM') === 'built' || variable(lab, 'OVNK_COMMIT') !== '') {
		return sh`commit=${ovnkCommit(lab)}`;
	}

	const label = fragment('\'{{index .Labels "org.opencontainers.image.revision"}}\'');
	return sh`
		commit=$(skopeo inspect --tls-verify=false --format ${label} ${inRegistry(lab, ovnkImage(lab))})
		[[ $commit =~ ^[0-9a-f]{40}$ ]] || { echo "The image does not say which commit it was built from: set OVNK_COMMIT" >&2; exit 1; }
	`;
}

/**
Fetches the chart of the image's commit. The profile offload needs one that can simulate DPUs: later than release 1.3.
*/
export const fetchChart = (lab: Lab): Command => sh`
	set -euo pipefail
	${learnCommit(lab)}
	url=https://github.com/ovn-kubernetes/ovn-kubernetes/archive/$commit.tar.gz
	archive=$(mktemp)
	trap 'rm -f "$archive"' EXIT
	curl -fsSL --retry 3 --connect-timeout 20 -o "$archive" "$url" || { echo "Could not fetch $url: the server must reach github.com" >&2; exit 1; }
	sudo install -d -m 0755 ${chartDirectory(lab)}
	sudo tar -xzf "$archive" -C ${chartDirectory(lab)} --no-same-owner --strip-components=3 "ovn-kubernetes-$commit/helm/ovn-kubernetes"
	sudo grep -q simulateDpu ${`${chartDirectory(lab)}/values-single-node-zone.yaml`} || { echo "The chart of commit $commit cannot simulate DPUs: take a later OVN-Kubernetes" >&2; exit 1; }
	echo "$commit" | sudo tee ${`${chartDirectory(lab)}/COMMIT`} >/dev/null
`;
