import type {Lab} from '../../source/lab/lab.js';
import {type Command, destructive, sh} from '../../source/shell/command.js';
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

// The registry lists what it has no image of any more as well, so a tag that is gone already is none to delete.
export const removeFlannel = (lab: Lab): Command => destructive(sh`
	for name in flannel-io/flannel flannel-io/flannel-cni-plugin; do
	  for tag in $(skopeo list-tags --tls-verify=false docker://${registryFromServer(lab)}/"$name" 2>/dev/null | jq -r '.Tags[]?'); do
	    skopeo delete --tls-verify=false docker://${registryFromServer(lab)}/"$name:$tag"
	  done
	done
`);
