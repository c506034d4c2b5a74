import type {Lab} from '../../source/lab/lab.js';
import {
	type Command,
	destructive,
	sh,
	shellFragment,
} from '../../source/shell/command.js';
import {madeSuffix} from './packages.js';

/**
On the server: what it was like before any lab, and which labs are on it. It belongs to all labs, whoever made them and wherever their disks are, and goes
with the last of them.
*/
export const notesDirectory = '/var/lib/dpu-wizard';

const labNote = (lab: Lab) => `${notesDirectory}/labs/${lab.id}`;
export const notePath = (name: string) => `${notesDirectory}/before/${name}`;

/**
Says that the lab is on the server: what all labs share stays until it is gone.
*/
export const registerLab = (lab: Lab): Command => sh`
	sudo install -d -m 0755 ${notesDirectory} ${`${notesDirectory}/labs`} ${`${notesDirectory}/before`}
	sudo touch ${labNote(lab)}
`;

/**
Keeps what `what` prints, unless an earlier attempt or another lab did: it is what was before anything was changed.
*/
export const noteBefore = (lab: Lab, name: string, what: Command): Command => sh`
	${registerLab(lab)}
	if ! sudo test -e ${notePath(name)}; then
	  {
	    ${what}
	  } | sudo tee ${`${notePath(name)}.new`} >/dev/null
	  sudo mv ${`${notePath(name)}.new`} ${notePath(name)}
	fi
`;

/**
Names of the other labs that are on the server; none where nothing is noted any more.
*/
const others = (lab: Lab) => shellFragment`$(sudo find ${`${notesDirectory}/labs`} -mindepth 1 ! -name ${lab.id} -printf '%f ' 2>/dev/null || true)`;

export const isLastLab = (lab: Lab) => shellFragment`[ "${others(lab)}" = '' ]`;

// Only what is empty goes.
const tidyNotes = sh`sudo rmdir -- ${`${notesDirectory}/labs`} ${`${notesDirectory}/before`} ${notesDirectory} 2>/dev/null || true`;

/**
Sets back what all labs share, by the note of what was before: `restore` finds the note in the file that `$note` names. With another lab on the server it stays
as it is, and without a note too, because nobody knows what it was.
*/
export const restoreNoted = (lab: Lab, name: string, words: string, restore: Command): Command => destructive(sh`
	set -e
	others=${others(lab)}
	if [ -n "$others" ]; then
	  echo ${`${words} stays as it is: other labs on this server need it:`}" $others"
	elif ! sudo test -e ${notePath(name)}; then
	  echo ${`${words} stays as it is: there is no note of a change.`}
	else
	  note=$(mktemp)
	  trap 'rm -f "$note"' EXIT
	  sudo cat ${notePath(name)} | tee "$note" >/dev/null
	  ${restore}
	  sudo rm -f -- ${notePath(name)}
	fi
	${tidyNotes}
`);

/**
Succeeds where there is nothing to set back, or another lab still needs what was changed.
*/
export const isRestored = (lab: Lab, name: string): Command => sh`! sudo test -e ${notePath(name)} || ! ${isLastLab(lab)}`;

/**
The lab is on the server no more.
*/
export const forgetLab = (lab: Lab): Command => destructive(sh`
	sudo rm -f -- ${labNote(lab)}
	${tidyNotes}
`);

export const isForgotten = (lab: Lab): Command => sh`! sudo test -e ${labNote(lab)}`;

/**
After the last lab, when all is set back: what is still noted (packages, which stay) is told, and then nobody's any more.
*/
export const dropNotes = (lab: Lab): Command => destructive(sh`
	if sudo test -d ${notesDirectory} && ${isLastLab(lab)}; then
	  packages=$(sudo find ${notesDirectory} -name ${`*${madeSuffix}`} -exec cat {} + | sort -u | paste -sd ' ')
	  if [ -n "$packages" ]; then echo "Packages that were installed for labs stay: $packages"; fi
	  sudo rm -rf -- ${notesDirectory}
	fi
`);

export const areDropped = (lab: Lab): Command => sh`! sudo test -e ${notesDirectory} || ! ${isLastLab(lab)}`;
