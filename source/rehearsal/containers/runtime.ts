import type {Machine} from '../machine.js';
import type {Rehearsal} from '../rehearsal.js';
import {rootFiles, stateOf} from '../systemd/units.js';
import {parseReference} from './image.js';
import {askRegistry} from './registry.js';

/**
A container runtime as kubelet finds it behind a socket.
*/
export type Runtime = {
	readonly name: 'cri-o' | 'containerd';
	readonly version: string;
	/**
	Whether it may ask a registry by plain HTTP.
	*/
	readonly isPlain: (host: string) => boolean;
	/**
	Registries that it asks in the place of one, in their order.
	*/
	readonly mirrorsOf: (host: string) => readonly string[];
	/**
	Why it runs no pods though it answers, if it doesn't.
	*/
	readonly trouble: string | undefined;
};

const withoutRun = (path: string) => path.replace(/^unix:\/\//v, '').replace(/^\/var\/run\//v, '/run/');

/**
The runtime that serves a socket (`unix:///run/crio/crio.sock`) of a machine; undefined where nobody does.
*/
export function runtimeAt(machine: Machine, socket: string): Runtime | undefined {
	switch (withoutRun(socket)) {
		case '/run/crio/crio.sock': {
			return isActive(machine, 'crio.service')
				? {
					name: 'cri-o', version: machine.packages.get('cri-o')!, isPlain: host => isInsecure(machine, host), mirrorsOf: host => crioMirrors(machine, host), trouble: undefined,
				}
				: undefined;
		}

		case '/run/containerd/containerd.sock': {
			return isActive(machine, 'containerd.service') ? containerd(machine) : undefined;
		}

		default: {
			return undefined;
		}
	}
}

export const sockets = ['unix:///var/run/crio/crio.sock', 'unix:///run/containerd/containerd.sock'] as const;

const isActive = (machine: Machine, unit: string) => machine.units.has(unit) && stateOf(machine, unit).state === 'active';

// Of registries.conf.d: each file's `[[registry]]` tables, with the mirrors of each.
function registryTables(machine: Machine): readonly string[] {
	const files = rootFiles(machine);
	const directory = '/etc/containers/registries.conf.d';
	return files.exists(directory) ? files.list(directory).filter(name => name.endsWith('.conf')).flatMap(name => files.text(`${directory}/${name}`).split(/^\[\[registry\]\]$/mv).slice(1)) : [];
}

const locationIn = (table: string) => /^location\s*=\s*"(?<location>[^"]+)"$/mv.exec(table)?.groups?.location;
const isInsecureTable = (table: string) => /^insecure\s*=\s*true$/mv.test(table);
const mirrorsIn = (table: string) => table.split(/^\[\[registry\.mirror\]\]$/mv).slice(1);

const isInsecure = (machine: Machine, host: string) => registryTables(machine).some(table => [table.split('[[registry.mirror]]', 1)[0]!, ...mirrorsIn(table)].some(each => locationIn(each) === host && isInsecureTable(each)));

const crioMirrors = (machine: Machine, host: string) => registryTables(machine).filter(table => locationIn(table) === host).flatMap(table => mirrorsIn(table)).map(each => locationIn(each)).filter(each => each !== undefined);

const runcSection = '[plugins."io.containerd.cri.v1.runtime".containerd.runtimes.runc.options]';
const registrySection = '[plugins."io.containerd.cri.v1.images".registry]';

function containerd(machine: Machine): Runtime | undefined {
	const files = rootFiles(machine);
	const text = files.textIfThere('/etc/containerd/config.toml') ?? '';
	// Docker's package turns the whole interface off.
	if (/^disabled_plugins\s*=\s*\[[^\]]*"cri"/mv.test(text)) {
		return undefined;
	}

	const isThree = /^version\s*=\s*3$/mv.test(text);
	const inSection = (section: string, key: string) => {
		const [, after = ''] = isThree ? text.split(section, 2) : [];
		return new RegExp(String.raw`^${key}\s*=\s*"?(?<value>[^"\n]+)"?$`, 'mv').exec(after.split(/^\[/mv, 1)[0]!)?.groups?.value;
	};

	const certificates = inSection(registrySection, 'config_path');
	return {
		name: 'containerd',
		version: machine.packages.get('containerd.io')!,
		isPlain(host) {
			const hosts = certificates === undefined ? undefined : files.textIfThere(`${certificates}/${host}/hosts.toml`);
			return hosts?.includes(`[host."http://${host}"]`) ?? false;
		},
		mirrorsOf(host) {
			const hosts = certificates === undefined ? '' : files.textIfThere(`${certificates}/${host}/hosts.toml`) ?? '';
			return hosts.matchAll(/^\[host\."http:\/\/(?<mirror>[^"]+)"\]$/gmv).map(({groups}) => groups!.mirror!).filter(mirror => mirror !== host).toArray();
		},
		trouble: inSection(runcSection, 'SystemdCgroup') === 'true' ? undefined : 'expected cgroupsPath to be of format "slice:prefix:name" for systemd cgroups',
	};
}

/**
Whether a runtime can get an image; undefined when it has it then.
*/
export function pullForPod(name: string, machine: Machine, runtime: Runtime, rehearsal: Rehearsal): string | undefined {
	if (machine.images.has(name)) {
		return undefined;
	}

	const reference = parseReference(name);
	const mirrors = reference ? runtime.mirrorsOf(reference.host) : [];
	for (const host of mirrors) {
		const mirrored = askRegistry({...reference!, host}, machine, rehearsal, runtime.name === 'containerd' || runtime.isPlain(host));
		if ('image' in mirrored) {
			machine.images.set(name, mirrored.image);
			return undefined;
		}
	}

	const answer = reference ? askRegistry(reference, machine, rehearsal, runtime.isPlain(reference.host)) : {refused: 'invalid reference format'};
	if ('refused' in answer) {
		return `Failed to pull image "${name}": ${answer.refused}`;
	}

	machine.images.set(name, answer.image);
	return undefined;
}
