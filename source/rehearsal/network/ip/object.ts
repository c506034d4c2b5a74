import {type Io, Refusal} from '../../program.js';
import type {Link} from '../model.js';

export type IpOptions = {
	readonly isJson: boolean;
	readonly isBrief: boolean;
	readonly isOneLine: boolean;
	readonly isDetailed: boolean;
	readonly family: 4 | 6 | undefined;
};

/**
Verbs of one object of `ip`, in the order in which an abbreviation finds them.
*/
export type IpObject = Readonly<Record<string, (words: readonly string[], io: Io, options: IpOptions) => number | Promise<number>>>;

export function linkNamed(name: string | undefined, io: Io): Link {
	const link = name === undefined ? undefined : io.machine.network.links.get(name);
	if (!link) {
		throw new Refusal(`Cannot find device "${name ?? ''}"`);
	}

	return link;
}

export const garbage = (word: string | undefined) => new Refusal(`Error: either "dev" is duplicate, or "${word ?? ''}" is a garbage.`, 255);
