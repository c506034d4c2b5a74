import type {Lab} from '../../source/lab/lab.js';
import {type StepDefinition, step} from '../../source/plan/step.js';
import {
	beside,
	type Command,
	destructive,
	sh,
} from '../../source/shell/command.js';
import {remoteServer} from '../../source/shell/place.js';
import {variable} from '../launch/variable.js';

/**
A file that the server fetches, once, for the steps that need it.
*/
export type FetchedFile = {
	/**
	What a person calls it.
	*/
	readonly what: string;
	/**
	The variables that hold where it comes from, and its sum.
	*/
	readonly from: string;
	readonly sum: string;
	/**
	Absolute path on the server. Another release has another path.
	*/
	readonly path: string;
};

const sumOf = (lab: Lab, {sum}: FetchedFile): string | undefined => /^[\da-f]{64}$/.test(variable(lab, sum)) ? variable(lab, sum) : undefined;

const holdsSum = (path: string, sum: string): Command => sh`echo ${`${sum}  ${path}`} | sha256sum --check --status 2>/dev/null`;

/**
Gets a URL or a file of the server into `$part`; says in words what could not be had, and from where.
*/
export const getInto = (what: string, source: string, variables: string): Command => source.startsWith('/')
	? sh`sudo cp -- ${source} "$part" || { echo ${`Could not read ${what}: there is no ${source} on the server. It is named by ${variables}.`} >&2; exit 1; }`
	: sh`curl -fsSL --retry 3 --connect-timeout 20 -o "$part" ${source} || { echo ${`Could not fetch ${what} from ${source}: the server must reach it. Another place can be named by ${variables}.`} >&2; exit 1; }`;

const get = (lab: Lab, file: FetchedFile): Command => {
	const sum = sumOf(lab, file);
	return beside(sh`
		set -euo pipefail
		part=$(mktemp)
		trap 'rm -f "$part"' EXIT
		${getInto(file.what, variable(lab, file.from), `${file.from} (or MIRROR)`)}
		found=$(sha256sum "$part" | cut -c 1-64)
		${sum === undefined
			? sh`echo ${`${file.sum} gives no sum: ${file.what} is not checked. Its SHA-256 is`} "$found" >&2`
			: sh`[ "$found" = ${sum} ] || { echo ${`${file.what}, from ${variable(lab, file.from)}, is not what ${file.sum} says (${sum}). It is thrown away. Its SHA-256 is`} "$found" >&2; exit 1; }`}
		sudo install -D -m 0644 "$part" ${file.path}
	`);
};

export type FetchStep = {
	readonly id: string;
	readonly title: string;
	readonly why: string;
	readonly file: (lab: Lab) => FetchedFile;
	readonly when?: (lab: Lab) => boolean;
};

/**
A step that fetches one file to the server and checks its sum.
*/
export const fetchStep = ({id, title, why, file, when}: FetchStep): StepDefinition => step({
	id,
	title,
	why,
	...(when && {when}),
	needs: ['base-vm.directory', 'base-vm.packages'],
	at: remoteServer,
	probe({lab}) {
		const {path} = file(lab);
		const sum = sumOf(lab, file(lab));
		return sum === undefined ? sh`test -s ${path}` : holdsSum(path, sum);
	},
	commands: ({lab}) => [get(lab, file(lab))],
	undo: ({lab}) => [destructive(sh`sudo rm -f -- ${file(lab).path}`)],
	gone: ({lab}) => sh`! sudo test -e ${file(lab).path}`,
});
