import type {LabDefinition} from '../definition.js';
import type {Problem} from '../problem.js';
import {valueOf} from '../values.js';

/**
What a lab without the Internet can't do.
*/
export function checkMirrors({variables}: LabDefinition): readonly Problem[] {
	const value = (name: string) => valueOf(name, variables);
	return value('MIRROR') !== '' && value('OVNK_FROM') === 'built'
		? [{
			field: 'OVNK_FROM', also: ['MIRROR'], message: 'OVNK_FROM is built, and the lab takes everything from a mirror.', reason: 'a build fetches a base image, Fedora\'s packages and Go\'s modules, which no such mirror holds: build where the Internet is, and put the image into the mirror as OVNK_IMAGE',
		}]
		: [];
}
