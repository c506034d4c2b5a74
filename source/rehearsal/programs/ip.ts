import {addressVerbs} from '../network/ip/address.js';
import {linkVerbs} from '../network/ip/link.js';
import {routeVerbs} from '../network/ip/route.js';
import {type Program, Refusal} from '../program.js';
import type {IpObject, IpOptions} from '../network/ip/object.js';

const objects: Readonly<Record<string, IpObject>> = {link: linkVerbs, address: addressVerbs, route: routeVerbs};

export const ip: Program = async (argv, io) => {
	let options: IpOptions = {isJson: false, isBrief: false, isOneLine: false, family: undefined, isDetailed: false};
	let at = 0;
	for (; argv[at]?.startsWith('-'); at++) {
		const option = argv[at]!.replace(/^-+/v, '');
		if ('json'.startsWith(option)) {
			options = {...options, isJson: true};
		} else if ('brief'.startsWith(option) || option === 'br') {
			options = {...options, isBrief: true};
		} else if ('oneline'.startsWith(option)) {
			options = {...options, isOneLine: true};
		} else if (option === '4' || option === '6') {
			options = {...options, family: option === '4' ? 4 : 6};
		} else if ('details'.startsWith(option)) {
			options = {...options, isDetailed: true};
		} else {
			throw new Refusal(`Option "${argv[at]!}" is unknown, try "ip -help".`, 255);
		}
	}

	const word = argv[at] ?? '';
	const object = word === '' ? undefined : Object.entries(objects).find(([name]) => name.startsWith(word))?.[1];
	if (!object) {
		throw new Refusal(`Object "${word}" is unknown, try "ip help".`);
	}

	const [verb = 'show', ...words] = argv.slice(at + 1);
	const found = Object.keys(object).find(name => name.startsWith(verb === 'list' || verb === 'lst' ? 'show' : verb));
	if (found === undefined) {
		throw new Refusal(`Command "${verb}" is unknown, try "ip ${word} help".`, 255);
	}

	if (found !== 'show' && found !== 'get' && !io.isRoot) {
		throw new Refusal('RTNETLINK answers: Operation not permitted', 2);
	}

	return object[found]!(words, io, options);
};
