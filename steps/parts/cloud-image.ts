import type {Lab} from '../../source/lab/lab.js';
import {step} from '../../source/plan/step.js';
import {
	beside,
	type Command,
	destructive,
	fragment,
	sh,
} from '../../source/shell/command.js';
import {remoteServer} from '../../source/shell/place.js';
import {noFile} from './libvirt.js';
import {refuseWhileInUse} from './overlays.js';

/**
The sum that the image must have, or undefined where the person said that there is none.
*/
const expectedSum = (lab: Lab): string | undefined => /^[\da-f]{64}$/.test(lab.imageSha256) ? lab.imageSha256 : undefined;

/**
What the file beside the image says once it is whole: where it came from, and its sum where one was given.
*/
const origin = (lab: Lab): string => `${expectedSum(lab) ?? 'unchecked'} ${lab.imageUrl}`;

/**
The distribution's cloud image takes the place of an hour with an installer over VNC (R2).
*/
export const cloudImage = step({
	id: 'base-vm.image',
	when: lab => lab.variables.IMAGE_KIND !== 'iso',
	title: 'Fetch the cloud image',
	why: 'A cloud image with a seed takes the place of an ISO that somebody installs over VNC; its checksum is checked before anything uses it.',
	needs: ['base-vm.packages', 'base-vm.directory'],
	at: remoteServer,
	probe: ({lab}) => sh`sudo test -f ${lab.cloudImage} && test "$(sudo cat ${`${lab.cloudImage}.origin`} 2>/dev/null)" = ${origin(lab)}`,
	commands({lab}) {
		const part = `${lab.cloudImage}.part`;
		return [
			refuseWhileInUse(lab, lab.cloudImage),
			lab.imageUrl.startsWith('/') ? copy(lab, part) : download(lab, part),
			check(lab, part),
			sh`
				set -e
				sudo chmod 0444 ${part}
				sudo mv -f ${part} ${lab.cloudImage}
				echo ${origin(lab)} | sudo tee ${`${lab.cloudImage}.origin`} >/dev/null
			`,
		];
	},
	undo: ({lab}) => [refuseWhileInUse(lab, lab.cloudImage), destructive(sh`sudo rm -f -- ${lab.cloudImage} ${`${lab.cloudImage}.origin`} ${`${lab.cloudImage}.part`}`)],
	gone: ({lab}) => noFile([lab.cloudImage, `${lab.cloudImage}.origin`, `${lab.cloudImage}.part`]),
});

const copy = (lab: Lab, part: string): Command => sh`
	if ! sudo cp --reflink=auto -- ${lab.imageUrl} ${part}; then
	  echo ${`The server has no image at ${lab.imageUrl}. IMAGE_URL takes a path on the server or a URL.`} >&2
	  exit 1
	fi
`;

// A part that is left from an attempt that was killed goes on from where it ended.
const download = (lab: Lab, part: string): Command => beside(sh`
	if ! ${expectedSum(lab) === undefined ? fragment('false') : holdsSum(lab, part)}; then
	  sudo curl --fail --location --show-error --no-progress-meter --retry 3 --connect-timeout 20 --continue-at - --output ${part} ${lab.imageUrl} || {
	    echo ${`Could not fetch ${lab.imageUrl} from the server. Is that address right, and can the server reach it? IMAGE_URL may name a mirror, or a path on the server.`} >&2
	    exit 1
	  }
	fi
`);

const holdsSum = (lab: Lab, file: string): Command => sh`echo ${`${expectedSum(lab) ?? ''}  ${file}`} | sudo sha256sum --check --status 2>/dev/null`;

const check = (lab: Lab, part: string): Command => expectedSum(lab) === undefined
	? sh`echo 'IMAGE_SHA256 gives no sum: what was fetched is not checked.' >&2`
	: sh`
		expected=${lab.imageSha256}
		if ! ${holdsSum(lab, part)}; then
		  echo "The image's SHA-256 is $(sudo sha256sum ${part} | cut -c 1-64), and IMAGE_SHA256 says $expected: it is thrown away. Is the sum that of this image?" >&2
		  sudo rm -f -- ${part}
		  exit 1
		fi
	`;
