import type {Lab} from '../../source/lab/lab.js';
import {type Command, sh} from '../../source/shell/command.js';
import {registryFromServer} from '../launch/clusters.js';
import {variable} from '../launch/variable.js';

export const flannelManifestUrl = (lab: Lab): string => `https://github.com/flannel-io/flannel/releases/download/${variable(lab, 'FLANNEL_TAG')}/kube-flannel.yml`;

/**
Copies flannel's images, as its release's manifest names them; the plugin's tag stands nowhere else.
*/
export const mirrorFlannel = (lab: Lab): Command => sh`
	set -euo pipefail
	manifest=$(curl -fsSL --retry 3 --connect-timeout 20 ${flannelManifestUrl(lab)}) || { echo ${`Could not fetch ${flannelManifestUrl(lab)}: the server must reach github.com`} >&2; exit 1; }
	while read -r image; do
	  skopeo copy --all --retry-times 3 --dest-tls-verify=false "docker://$image" docker://${registryFromServer(lab)}/"$(cut -d / -f 2- <<<"$image")" || { echo "Could not copy $image to the gateway's registry" >&2; exit 1; }
	done <<<"$(grep -o "ghcr.io/[^[:space:]]*" <<<"$manifest" | sort -u)"
`;

export const flannelIsMirrored = (lab: Lab): Command => sh`
	timeout 3 skopeo inspect --raw --tls-verify=false docker://${registryFromServer(lab)}/flannel-io/flannel:${variable(lab, 'FLANNEL_TAG')} >/dev/null &&
	  timeout 3 skopeo list-tags --tls-verify=false docker://${registryFromServer(lab)}/flannel-io/flannel-cni-plugin | grep -q flannel
`;
