import type {Lab} from '../../source/lab/lab.js';
import {type Command, fragment, sh} from '../../source/shell/command.js';
import {variable} from '../launch/variable.js';
import {getInto} from '../parts/fetch.js';
import {knownCommit, ovnkCommit, ovnkImage} from './images.js';
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
What the files of the chart of the known commit are, told by `find | sort | sha256sum`: an archive of GitHub's has no lasting sum, its content has.
*/
const knownChart = '87c83bd8c7c56fe048b18be182ce36ca1f4af27daa6baee87e6ea3a431ae360a';

/**
Gets the archive of the sources into `$part`: GitHub's of that commit, or what the lab names.
*/
const getSources = (lab: Lab): Command => variable(lab, 'OVNK_SOURCE_URL') === ''
	? sh`
		url=https://github.com/ovn-kubernetes/ovn-kubernetes/archive/$commit.tar.gz
		curl -fsSL --retry 3 --connect-timeout 20 -o "$part" "$url" || { echo "Could not fetch $url: the server must reach github.com. Another place can be named by OVNK_SOURCE_URL (or MIRROR)." >&2; exit 1; }
	`
	: getInto('the sources of OVN-Kubernetes', variable(lab, 'OVNK_SOURCE_URL'), 'OVNK_SOURCE_URL (or MIRROR)');

/**
Fetches the chart of the image's commit. The profile offload needs one that can simulate DPUs: later than release 1.3.
*/
export const fetchChart = (lab: Lab): Command => sh`
	set -euo pipefail
	${learnCommit(lab)}
	part=$(mktemp)
	new=$(mktemp -d)
	trap 'rm -rf "$part" "$new"' EXIT
	${getSources(lab)}
	tar -xzf "$part" -C "$new" --strip-components=3 --wildcards "ovn-kubernetes-$commit*/helm/ovn-kubernetes" || { echo "That archive does not hold the chart of commit $commit, which the image was built from" >&2; exit 1; }
	grep -q simulateDpu "$new/values-single-node-zone.yaml" || { echo "The chart of commit $commit cannot simulate DPUs: take a later OVN-Kubernetes" >&2; exit 1; }
	sum=$(cd "$new" && find . -type f | LC_ALL=C sort | xargs sha256sum | sha256sum | cut -c 1-64)
	if [ "$commit" = ${knownCommit} ] && [ "$sum" != ${knownChart} ]; then
	  echo "The chart of commit $commit is not what it was when this catalogue was written: the sum of its files is $sum" >&2
	  exit 1
	fi
	sudo rm -rf -- ${chartDirectory(lab)}
	sudo install -d -m 0755 ${chartDirectory(lab)}
	sudo cp -R "$new/." ${chartDirectory(lab)}
	sudo chmod -R u=rwX,go=rX ${chartDirectory(lab)}
	echo "$commit" | sudo tee ${`${chartDirectory(lab)}/COMMIT`} >/dev/null
`;
