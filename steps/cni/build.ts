import type {Lab} from '../../source/lab/lab.js';
import {type Command, sh} from '../../source/shell/command.js';
import {orSay} from '../launch/say.js';
import {type MirroredImage} from './images.js';
import {inRegistry} from './mirror.js';

export type Build = {
	/**
	`owner/name` on GitHub.
	*/
	readonly repository: string;
	/**
	The commit: the same sources give the same image on another day (D19).
	*/
	readonly commit: string;
	/**
	Builds the image under the name that it is given; runs at the root of the sources.
	*/
	readonly make: (name: string) => Command;
};

/**
Builds an image on the server and pushes it; everything that is not the image lies in a directory that goes away.
*/
export function buildImage(lab: Lab, {repository, commit, make}: Build, image: MirroredImage): Command {
	const name = `localhost/dpu-wizard/${image.name}:${image.tag}`;
	const archive = `https://github.com/${repository}/archive/${commit}.tar.gz`;
	return sh`
		set -euo pipefail
		sources=$(mktemp -d)
		trap 'rm -rf "$sources"' EXIT
		cd "$sources"
		${orSay(sh`curl -fsSL --retry 3 --connect-timeout 20 ${archive} | tar -xz --strip-components=1`, `Could not fetch ${archive}: the server must reach github.com`)}
		git init -q . && git add -A && git -c user.name=dpu-wizard -c user.email=dpu-wizard@localhost commit -q -m ${commit}
		${make(name)}
		podman push --tls-verify=false ${name} ${inRegistry(lab, image)}
	`;
}
