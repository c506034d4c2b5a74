import type {Lab} from '../../source/lab/lab.js';
import {type StepDefinition, step} from '../../source/plan/step.js';
import {type Command, destructive, sh} from '../../source/shell/command.js';
import {remoteServer} from '../../source/shell/place.js';
import {registryFromServer} from '../launch/clusters.js';
import {orSay} from '../launch/say.js';
import {type MirroredImage, sourceOf} from './images.js';

/**
An image of the gateway's registry, as the server's skopeo names it.
*/
export const inRegistry = (lab: Lab, {name, tag}: MirroredImage): string => `docker://${registryFromServer(lab)}/${name}:${tag}`;

/**
Succeeds where the gateway's registry has the image.
*/
export const isMirrored = (lab: Lab, image: MirroredImage): Command => sh`timeout 3 skopeo inspect --raw --tls-verify=false ${inRegistry(lab, image)} >/dev/null`;

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
export const mirror = (lab: Lab, source: string, image: MirroredImage): Command => orSay(
	sh`skopeo copy --all --retry-times 3 --dest-tls-verify=false ${`docker://${sourceOf(source)}`} ${inRegistry(lab, image)}`,
	`Could not copy ${source} to the gateway's registry at ${registryFromServer(lab)}: the server must reach both; see above which one failed`,
);

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
	commands: ({lab}) => [mirror(lab, source(lab), image(lab))],
	undo: ({lab}) => [removeFromRegistry(lab, image(lab))],
	gone: ({lab}) => isNotMirrored(lab, image(lab)),
	heldBy: ({lab}) => lab.gateway.name,
});
