import type {Lab} from '../../source/lab/lab.js';
import {type OriginName, origins} from '../../source/lab/mirror.js';
import {type StepDefinition, step} from '../../source/plan/step.js';
import {type Command, type Fragment, sh} from '../../source/shell/command.js';
import {homePath} from '../../source/shell/home.js';
import {localHost} from '../../source/shell/place.js';
import {variable} from '../launch/variable.js';

/**
Where the mirror is put together, on a machine that reaches the Internet.
*/
export const workshop = '~/dpu-wizard-mirror';

export const inWorkshop = (path: string): Fragment => homePath(`${workshop}/${path}`);

const values = (lab: Lab) => (name: string): string => variable(lab, name);

/**
The address on the Internet of what a variable names, even where the lab takes it from a mirror.
*/
export const upstreamOf = (lab: Lab, name: OriginName): string => origins[name].upstream(values(lab));

/**
Its path in the mirror.
*/
export const pathOf = (lab: Lab, name: OriginName): string => origins[name].path(values(lab));

/**
Prints the SHA-256 of a file; macOS has another program for it.
*/
export const sumOf = (file: Fragment): Command => sh`{ sha256sum ${file} 2>/dev/null || shasum -a 256 ${file}; } | cut -c 1-64`;

export type Part = {
	readonly id: string;
	/**
	What it is: `helm v3.19.0`.
	*/
	readonly what: (lab: Lab) => string;
	readonly why: string;
	/**
	The file, or the directory with something in it, by which the part is known to be there.
	*/
	readonly path: (lab: Lab) => string;
	/**
	The sum of that file, where it is known.
	*/
	readonly sum?: (lab: Lab) => string;
	readonly fill: (lab: Lab) => readonly Command[];
	/**
	Of many files: a file that is made when all of them are there, by which a part that was broken off is known.
	*/
	readonly mark?: (lab: Lab) => string;
	readonly when?: (lab: Lab) => boolean;
	readonly needs?: readonly string[];
	readonly optional?: boolean;
};

/**
A step that puts one part of the mirror into the workshop; its title is its line in the list.
*/
export function part({
	id, what, why, path, sum, fill, mark, when, needs, optional,
}: Part): StepDefinition {
	const known = (lab: Lab) => /^[\da-f]{64}$/v.test(sum?.(lab) ?? '') ? sum?.(lab) : undefined;
	return step({
		id,
		title: ({lab}) => `${path(lab)}: ${what(lab)}${sum === undefined || known(lab) !== undefined ? '' : ' (no sum is known: nobody checks it)'}`,
		why,
		...(when && {when}),
		...(needs && {needs}),
		...(optional && {optional}),
		at: localHost,
		probe({lab}) {
			const expected = known(lab);
			const file = inWorkshop(path(lab));
			const holds = expected === undefined ? sh`test -s ${file}` : sh`test "$(${sumOf(file)})" = ${expected}`;
			return mark === undefined ? holds : sh`${holds} && test -e ${inWorkshop(mark(lab))}`;
		},
		commands: ({lab}) => [...fill(lab), ...(mark === undefined ? [] : [sh`touch ${inWorkshop(mark(lab))}`])],
	});
}

/**
Downloads one file, into place only when it is whole.
*/
export const download = (url: string, path: string): Command => sh`
	set -e
	file=${inWorkshop(path)}
	mkdir -p "$(dirname "$file")"
	curl -fL --retry 3 --connect-timeout 20 --no-progress-meter -o "$file.part" ${url}
	mv "$file.part" "$file"
`;

/**
A part that is one file of the Internet.
*/
export const filePart = (name: OriginName, {sum, ...others}: Omit<Part, 'path' | 'fill' | 'sum'> & {readonly sum: string}): StepDefinition => part({
	...others,
	path: lab => pathOf(lab, name),
	sum: lab => variable(lab, sum),
	// What has no lasting address upstream is got where the lab says.
	fill: lab => [download(upstreamOf(lab, name) === '' ? variable(lab, name) : upstreamOf(lab, name), pathOf(lab, name))],
});
