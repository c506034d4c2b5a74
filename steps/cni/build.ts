import type {Lab} from '../../source/lab/lab.js';
import {type Command, destructive, sh} from '../../source/shell/command.js';
import {getInto} from '../parts/fetch.js';
import {type MirroredImage} from './images.js';
import {inRegistry, isNotMirrored, removeFromRegistry} from './mirror.js';

export type Build = {
	/**
	The commit: the same sources give the same image on another day (D19).
	*/
	readonly commit: string;
	/**
	Where the archive of the sources comes from, and the variable that says so.
	*/
	readonly source: string;
	readonly variable: string;
	/**
	Builds the image under the name that it is given; runs at the root of the sources.
	*/
	readonly make: (name: string) => Command;
};

/**
Builds an image on the server and pushes it; everything that is not the image lies in a directory that goes away.
*/
export function buildImage(lab: Lab, {commit, source, variable, make}: Build, image: MirroredImage): Command {
	const name = localName(image);
	return sh`
		set -euo pipefail
		sources=$(mktemp -d)
		part=$(mktemp)
		trap 'rm -rf "$sources" "$part"' EXIT
		cd "$sources"
		${getInto('the sources', source, variable)}
		tar -xzf "$part" --strip-components=1
		git init -q . && git add -A && git -c user.name=dpu-wizard -c user.email=dpu-wizard@localhost commit -q -m ${commit}
		${make(name)}
		podman push --tls-verify=false ${name} ${inRegistry(lab, image)}
	`;
}

/**
What the server itself keeps of a build, beside what it pushed.
*/
const localName = ({name, tag}: MirroredImage): string => `localhost/dpu-wizard/${name}:${tag}`;

export const removeBuilt = (lab: Lab, image: MirroredImage): readonly Command[] => [removeFromRegistry(lab, image), removeLocal(image)];

export const removeLocal = (image: MirroredImage): Command => destructive(sh`
	if command -v podman >/dev/null && podman image exists ${localName(image)}; then podman rmi ${localName(image)}; fi
`);

export const localIsGone = (image: MirroredImage): Command => sh`! command -v podman >/dev/null || ! podman image exists ${localName(image)}`;

export const builtIsGone = (lab: Lab, image: MirroredImage): Command => sh`{ ${localIsGone(image)}; } && ${isNotMirrored(lab, image)}`;
