import type {Lab} from '../../source/lab/lab.js';
import {mirrorForServer} from '../../source/lab/mirror.js';
import {type StepDefinition, step} from '../../source/plan/step.js';
import {beside, type Command, sh} from '../../source/shell/command.js';
import {remoteServer} from '../../source/shell/place.js';
import {registryFromServer} from '../launch/clusters.js';
import {variable} from '../launch/variable.js';
import {getInto} from '../parts/fetch.js';
import {hasMirror} from './mirror.js';

/**
In the mirror: `images.txt` lists what `kubeadm config images list` names, without `registry.k8s.io/`, and beside it lies the archive of each.
*/
export const kubernetesImages = 'containers/kubernetes';

/**
The name of an image's archive: `kube-proxy:v1.36.1` is `kube-proxy-v1.36.1.tar`, a slash becomes `_`. Sets `archive` of `$image`.
*/
export const archiveName = sh`archive=$(tr / _ <<<"$image" | tr : -).tar`;

const copyAll = (lab: Lab): Command => {
	const directory = `${mirrorForServer(name => variable(lab, name))}/${kubernetesImages}`;
	const isHere = directory.startsWith('/');
	return sh`
		set -euo pipefail
		directory=${directory}
		part=$(mktemp)
		trap 'rm -f "$part"' EXIT
		${getInto('the list of Kubernetes\' images', `${directory}/images.txt`, 'MIRROR')}
		list=$(cat "$part")
		while read -r image; do
		  ${archiveName}
		  ${isHere ? sh`sudo cp -- "$directory/$archive" "$part"` : sh`curl -fsSL --retry 3 --connect-timeout 20 -o "$part" "$directory/$archive"`} || { echo "Could not get $directory/$archive: it is named by images.txt beside it" >&2; exit 1; }
		  skopeo copy --all --retry-times 3 --dest-tls-verify=false "oci-archive:$part" docker://${registryFromServer(lab)}/"$image" </dev/null || { echo "Could not copy $archive to the gateway's registry" >&2; exit 1; }
		done <<<"$list"
	`;
};

const minorTag = (lab: Lab): string => String.raw`"v${variable(lab, 'K8S_MINOR').replaceAll('.', String.raw`\.`)}\.[0-9]+"`;

export const kubernetesImagesStep: StepDefinition = step({
	id: 'cni.mirror-kubernetes',
	title: 'Copy Kubernetes\' own images to the gateway',
	why: 'Without the Internet the nodes ask the gateway for what kubeadm starts: under the names of registry.k8s.io, which the runtimes look for there.',
	when: hasMirror,
	needs: ['cni.tools', 'gateway.serves'],
	at: remoteServer,
	probe: ({lab}) => sh`
		registry=${registryFromServer(lab)}
		timeout 3 skopeo list-tags --tls-verify=false "docker://$registry/kube-apiserver" | grep -qE ${minorTag(lab)} || exit 1
		for image in kube-controller-manager kube-scheduler kube-proxy coredns/coredns etcd pause; do
		  timeout 3 skopeo list-tags --tls-verify=false "docker://$registry/$image" >/dev/null || exit 1
		done
	`,
	commands: ({lab}) => [beside(copyAll(lab))],
});
