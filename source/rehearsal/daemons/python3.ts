import {Refusal} from '../program.js';
import type {Daemon} from '../systemd/daemons.js';
import {readOptions} from '../usage.js';

/**
Python's web server of files, which is all that runs of Python.
*/
export const python3: Daemon = {
	start([flag, module, ...argv], {machine, unit}) {
		if (flag !== '-m' || module !== 'http.server') {
			throw new Refusal(`/usr/bin/python3: No module named ${module ?? flag ?? ''}`);
		}

		const given = readOptions(argv, {
			flags: ['--cgi'],
			values: [['-b', '--bind'], ['-d', '--directory'], ['-p', '--protocol']],
			unknown: word => new Refusal(`usage: server.py [-h] [--cgi] [-b ADDRESS] [-d DIRECTORY] [-p VERSION] [port]\nserver.py: error: unrecognized arguments: ${word}`, 2),
		});
		const port = Number(given.words[0] ?? '8000');
		if (!Number.isSafeInteger(port)) {
			throw new Refusal(`server.py: error: argument port: invalid int value: '${given.words[0] ?? ''}'`, 2);
		}

		const address = given.value('--bind');
		if (address !== undefined && !machine.network.links.values().some(({addresses}) => addresses.some(each => each.address === address))) {
			throw new Refusal('OSError: [Errno 99] Cannot assign requested address');
		}

		if (machine.listeners.some(each => each.port === port && (each.address === undefined || address === undefined || each.address === address))) {
			throw new Refusal('OSError: [Errno 98] Address already in use');
		}

		machine.listeners.push({
			port, unit: unit.name, service: 'files', directory: given.value('--directory') ?? '/', ...(address !== undefined && {address}),
		});
	},
};
