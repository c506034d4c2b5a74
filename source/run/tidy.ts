import {engineNames} from '../lab/server-paths.js';
import {type Command, sh, shellFragment} from '../shell/command.js';
import {directoryMark, removeEmptyDirectories} from '../shell/directory.js';
import {homePath} from '../shell/home.js';

/**
Removes a lab's directory on its server, and those above it that the wizard made, where nothing is left in it but what the engine keeps there. While another run
has the lab's lock it is left.
*/
export const tidyScript = (directory: string): Command => sh`
	test -d ${homePath(directory)} || exit 0
	cd ${homePath(directory)} || exit 1
	left=$(find . -mindepth 1 -maxdepth 1 ${[...engineNames, directoryMark].flatMap(name => ['!', '-name', name])})
	test -z "$left" || exit 0
	if command -v flock >/dev/null && test -e locks/lab.lock; then
	  exec 8<locks/lab.lock
	  flock -n 8 || exit 0
	fi
	cd /
	rm -rf -- ${homePath(directory)}
	${removeEmptyDirectories(shellFragment`"$(dirname ${homePath(directory)})"`, {isOwn: true})}
`;
