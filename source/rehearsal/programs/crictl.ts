import {type Program, Refusal} from '../program.js';
import {readCobra} from '../cobra.js';
import {runtimeAt, sockets} from '../containers/runtime.js';

export const crictl: Program = (argv, io) => {
	const given = readCobra(argv, {
		flags: [['-D', '--debug']], values: [['-r', '--runtime-endpoint'], ['-i', '--image-endpoint'], ['-o', '--output']], fail: words => new Refusal(`flag provided but not defined: ${words.replace(/^.*flag: /v, '')}`),
	});
	const [verb = ''] = given.words;
	if (!['info', 'images', 'version'].includes(verb)) {
		throw new Refusal(`No help topic for '${verb}'`, 3);
	}

	if (!io.isRoot) {
		throw new Refusal('FATA[0000] validate service connection: permission denied');
	}

	const endpoints = given.value('--runtime-endpoint') === undefined ? sockets : [given.value('--runtime-endpoint')!];
	const runtime = endpoints.map(socket => runtimeAt(io.machine, socket)).find(each => each !== undefined);
	if (!runtime) {
		throw new Refusal('FATA[0000] validate service connection: validate CRI v1 runtime API for endpoint: rpc error: code = Unavailable');
	}

	if (verb === 'images') {
		for (const [name, {digest}] of io.machine.images) {
			io.say(`${name}  ${digest.slice(7, 20)}`);
		}
	} else {
		io.say(`RuntimeName:  ${runtime.name}\nRuntimeVersion:  ${runtime.version}\nRuntimeApiVersion:  v1`);
	}

	return 0;
};
