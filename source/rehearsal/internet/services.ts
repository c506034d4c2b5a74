import type {Listener, Machine} from '../machine.js';
import type {Io} from '../program.js';
import {rootFiles} from '../systemd/units.js';

export type Answer = {readonly status: number; readonly body: string};

/**
What a daemon of the lab answers to a GET.
*/
export function answerOf(listener: Listener, machine: Machine, url: URL, io: Io): Answer {
	return services[listener.service]?.(url, machine, io, listener) ?? {status: 404, body: 'not found\n'};
}

// As nobody in particular: what only its owner may read is not there.
function fileAnswer(path: string, machine: Machine): Answer | undefined {
	const files = rootFiles(machine).as({uid: 61_184, gid: 61_184});
	if (!files.exists(path)) {
		return undefined;
	}

	if (files.get(path).kind === 'directory') {
		return {status: 200, body: '<!DOCTYPE HTML>\n'};
	}

	const body = files.textIfThere(path);
	return body === undefined ? undefined : {status: 200, body};
}

type Service = (url: URL, machine: Machine, io: Io, listener: Listener) => Answer | undefined;

const services: Readonly<Record<string, Service>> = {
	// Its certificate's authority is checked by who asks.
	'kube-apiserver': ({pathname, protocol}) => protocol === 'https:' && ['/readyz', '/livez', '/healthz', '/version'].includes(pathname) ? {status: 200, body: 'ok'} : undefined,
	files: ({pathname, protocol}, machine, _io, {directory = '/'}) => protocol === 'http:' ? fileAnswer(`${directory}${decodeURIComponent(pathname)}`, machine) : undefined,
	registry: ({pathname, protocol}) => protocol === 'http:' && pathname === '/v2/' ? {status: 200, body: '{}'} : undefined,
};
