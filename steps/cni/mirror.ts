import type {Lab} from '../../source/lab/lab.js';
import {mirrorForServer} from '../../source/lab/mirror.js';
import {type StepDefinition, step} from '../../source/plan/step.js';
import {
	beside,
	type Command,
	destructive,
	sh,
} from '../../source/shell/command.js';
import {remoteServer} from '../../source/shell/place.js';
import {registryFromServer} from '../launch/clusters.js';
import {orSay} from '../launch/say.js';
import {variable} from '../launch/variable.js';
import {getInto} from '../parts/fetch.js';
import {digestOf, type MirroredImage, sourceOf} from './images.js';

/**
An image of the gateway's registry, as the server's skopeo names it.
*/
export const inRegistry = (lab: Lab, {name, tag}: MirroredImage): string => `docker://${registryFromServer(lab)}/${name}:${tag}`;

/**
Succeeds where the gateway's registry has the image.
*/
export const isMirrored = (lab: Lab, image: MirroredImage): Command => sh`timeout 3 skopeo inspect --raw --tls-verify=false ${inRegistry(lab, image)} >/dev/null`;

export const hasMirror = (lab: Lab): boolean => variable(lab, 'MIRROR') !== '';

/**
The path in the mirror of an image's archive, in the OCI layout, all architectures in it.
*/
export const archiveOf = ({name, tag}: MirroredImage): string => `containers/${name}-${tag}.tar`;

/**
Copies an archive of the mirror to the gateway's registry: `archive` is its path in the mirror, `target` what skopeo calls the destination.
*/
export function copyArchive(lab: Lab, archive: string, target: string): Command {
	const path = `${mirrorForServer(name => variable(lab, name))}/${archive}`;
	return sh`
		set -euo pipefail
		part=$(mktemp)
		trap 'rm -f "$part"' EXIT
		${getInto('an image\'s archive', path, 'MIRROR')}
		${orSay(sh`skopeo copy --all --retry-times 3 --dest-tls-verify=false "oci-archive:$part" ${target}`, `Could not copy ${path} to the gateway's registry at ${registryFromServer(lab)}: see above`)}
	`;
}

/**
Succeeds where the registry answers and has not the image: a registry that does not answer may have it.
*/
export const isNotMirrored = (lab: Lab, image: MirroredImage): Command => sh`curl --fail --silent --max-time 3 -o /dev/null ${`http://${registryFromServer(lab)}/v2/`} && ! { ${isMirrored(lab, image)}; }`;

export const removeFromRegistry = (lab: Lab, image: MirroredImage): Command => destructive(sh`
	if ${isMirrored(lab, image)}; then skopeo delete --tls-verify=false ${inRegistry(lab, image)}; fi
`);

/**
Copies an image, all architectures and so its digest unchanged.
*/
export const mirror = (lab: Lab, source: string, image: MirroredImage): readonly Command[] => [
	beside(hasMirror(lab)
		? copyArchive(lab, archiveOf(image), inRegistry(lab, image))
		: orSay(
			sh`skopeo copy --all --retry-times 3 --dest-tls-verify=false ${`docker://${sourceOf(source)}`} ${inRegistry(lab, image)}`,
			`Could not copy ${source} to the gateway's registry at ${registryFromServer(lab)}: the server must reach both; see above which one failed`,
		)),
	checkDigest(lab, digestOf(source), source, image),
];

// A registry serves by digest what has that digest; an archive holds what somebody put into it.
function checkDigest(lab: Lab, digest: string | undefined, source: string, image: MirroredImage): Command {
	const found = sh`found=sha256:$(skopeo inspect --raw --tls-verify=false ${inRegistry(lab, image)} | sha256sum | cut -c 1-64)`;
	if (digest === undefined) {
		return sh`
			${found}
			echo ${`${source} is not pinned by a digest. What was copied has this one:`} "$found" >&2
		`;
	}

	return sh`
		${found}
		[ "$found" = ${digest} ] || { echo ${`${image.name} in the gateway's registry is not the image that was asked for, ${source}: its digest is`} "$found" >&2; exit 1; }
	`;
}

export type MirrorOptions = {
	readonly id: string;
	readonly title: string;
	readonly why: string;
	readonly source: (lab: Lab) => string;
	readonly image: (lab: Lab) => MirroredImage;
	readonly when?: (lab: Lab) => boolean;
};

/**
A step that copies one image to the gateway's registry.
*/
export const mirrorStep = ({id, title, why, source, image, when}: MirrorOptions): StepDefinition => step({
	id,
	title,
	why,
	...(when && {when}),
	needs: ['cni.tools', 'gateway.serves'],
	at: remoteServer,
	probe: ({lab}) => isMirrored(lab, image(lab)),
	commands: ({lab}) => mirror(lab, source(lab), image(lab)),
	undo: ({lab}) => [removeFromRegistry(lab, image(lab))],
	gone: ({lab}) => isNotMirrored(lab, image(lab)),
	heldBy: ({lab}) => lab.gateway.name,
});
