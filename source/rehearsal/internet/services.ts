import type {Listener, Machine} from '../machine.js';
import type {Io} from '../program.js';

export type Answer = {readonly status: number; readonly body: string};

/**
What a daemon of the lab answers to a GET.
*/
export function answerOf(listener: Listener, machine: Machine, url: URL, io: Io): Answer {
	return services[listener.service]?.(url, machine, io) ?? {status: 404, body: 'not found\n'};
}

type Service = (url: URL, machine: Machine, io: Io) => Answer | undefined;

const services: Readonly<Record<string, Service>> = {
	// Its certificate's authority is checked by who asks.
	'kube-apiserver': ({pathname, protocol}) => protocol === 'https:' && ['/readyz', '/livez', '/healthz', '/version'].includes(pathname) ? {status: 200, body: 'ok'} : undefined,
	registry: ({pathname, protocol}) => protocol === 'http:' && pathname === '/v2/' ? {status: 200, body: '{}'} : undefined,
};
