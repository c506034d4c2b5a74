import type {Family} from '../packages.js';
import {Refusal} from '../program.js';

/**
What an ISO says in a rehearsal: its label and its files.
*/
export type Iso = {
	readonly label: string;
	readonly files: Readonly<Record<string, string>>;
	/**
	Of an installer: what it installs. A VM boots from it.
	*/
	readonly installs?: Family;
};

const magic = 'CD001 ';

export const isoText = (iso: Iso): string => `${magic}${JSON.stringify(iso)}\n`;

export function readIso(text: string): Iso {
	if (!text.startsWith(magic)) {
		throw new Refusal('not an ISO 9660 image');
	}

	return JSON.parse(text.slice(magic.length)) as Iso;
}
