import type {Lab} from '../../source/lab/lab.js';
import {type Command, sh} from '../../source/shell/command.js';

/**
Stops, in words, where disks of the lab are overlays of an image that is about to be replaced: another image under them would destroy them.
*/
export const refuseWhileInUse = (lab: Lab, image: string): Command => sh`
	users=
	if ! command -v qemu-img >/dev/null; then exit 0; fi
	for disk in $(sudo find ${lab.poolDir} -maxdepth 1 -name '*.qcow2' ! -name '*.baking.qcow2'); do
	  backing=$(sudo qemu-img info -U --output=json "$disk" | jq -r '."backing-filename" // ""')
	  if [ "$backing" = ${image} ]; then users="$users $(basename "$disk" .qcow2)"; fi
	done
	if [ -n "$users" ]; then
	  echo ${`${image} is to go, or to be made anew from another recipe, and there are disks that rest on it:`}"$users. Without it, or with another one, they are destroyed." >&2
	  echo 'Undo those clones first, or give the lab back the settings that it was made with.' >&2
	  exit 1
	fi
`;
