import type {Io} from '../../program.js';
import {runtimeAt} from '../../containers/runtime.js';
import {searchPath} from '../../search-path.js';

type Failure = readonly [name: string, words: string];

/**
What kubeadm wants of any machine before it makes a node of it.
*/
export function commonFailures(io: Io, socket: string): readonly Failure[] {
	const {machine, files} = io;
	const has = (program: string) => searchPath.some(path => files.exists(`${path}/${program}`));
	return [
		...(io.isRoot ? [] : [['IsPrivilegedUser', 'user is not running as root'] as const]),
		...(runtimeAt(machine, socket) ? [] : [['CRI', `could not connect to the container runtime: failed to create new CRI runtime service: validate service connection: validate CRI v1 runtime API for endpoint "${socket}"`] as const]),
		...['conntrack', 'ip'].filter(program => !has(program)).map(program => [`FileExisting-${program}`, `${program} not found in system path`] as const),
		...(machine.sysctls.get('net.ipv4.ip_forward') === '1' ? [] : [['FileContent--proc-sys-net-ipv4-ip_forward', '/proc/sys/net/ipv4/ip_forward contents are not set to 1'] as const]),
	];
}

export const portFailures = ({machine}: Io, ports: readonly number[]): readonly Failure[] =>
	ports.filter(port => machine.listeners.some(each => each.port === port)).map(port => [`Port-${port}`, `Port ${port} is in use`] as const);

export const fileFailures = ({files}: Io, paths: readonly string[]): readonly Failure[] =>
	paths.filter(path => files.exists(path)).map(path => [`FileAvailable-${path.replaceAll('/', '-')}`, `${path} already exists`] as const);
