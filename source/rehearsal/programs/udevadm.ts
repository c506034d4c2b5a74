import {type Io, type Program, Refusal} from '../program.js';
import {type OptionSpec, readOptions} from '../usage.js';

type Verb = Pick<OptionSpec, 'flags' | 'values'> & {readonly isRoots?: boolean; readonly run: (given: ReturnType<typeof readOptions>, io: Io) => number};

const verbs: Readonly<Record<string, Verb>> = {
	settle: {values: [['-t', '--timeout'], ['-E', '--exit-if-exists']], run: () => 0},
	trigger: {
		flags: [['-v', '--verbose'], ['-n', '--dry-run'], ['-q', '--quiet'], ['-w', '--settle']], values: [['-c', '--action'], ['-s', '--subsystem-match'], ['-t', '--type'], ['-y', '--sysname-match']], isRoots: true, run: () => 0,
	},
	control: {
		flags: [['-R', '--reload'], '--reload-rules', ['-e', '--exit'], '--ping'], values: [['-l', '--log-level'], ['-p', '--property']], isRoots: true,
		run(given) {
			if (given.flags.size === 0 && given.values.size === 0) {
				throw new Refusal('This command expects one or more options.');
			}

			return 0;
		},
	},
	info: {
		flags: [['-a', '--attribute-walk'], ['-e', '--export-db'], '--no-pager'], values: [['-q', '--query'], ['-p', '--path'], ['-n', '--name']],
		run(given, io) {
			const path = given.value('--path') ?? given.words[0];
			const name = path === undefined ? undefined : /^(?:\/sys)?\/class\/net\/(?<name>[^\/]+)$/v.exec(path)?.groups?.name;
			const link = name === undefined ? undefined : io.machine.network.links.get(name);
			if (!link) {
				throw new Refusal(path === undefined ? 'A device name or path is required' : `Unknown device "${path}": No such device`);
			}

			io.say([`E: INTERFACE=${link.name}`, 'E: SUBSYSTEM=net', ...(link.pci === undefined ? [] : [`E: ID_PATH=pci-${link.pci}`, `E: ID_NET_NAME_MAC=enx${(link.permanentMac ?? link.mac).replaceAll(':', '')}`, 'E: ID_NET_DRIVER=virtio_net'])].join('\n'));
			return 0;
		},
	},
};

export const udevadm: Program = ([name = '', ...rest], io) => {
	const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined;
	if (!verb) {
		throw new Refusal(name === '' ? 'udevadm: missing command' : `Unknown command verb '${name}'.`);
	}

	const given = readOptions(rest, {
		flags: verb.flags ?? [], values: verb.values ?? [], unknown: word => new Refusal(`udevadm ${name}: unrecognized option '${word}'`),
	});
	if (verb.isRoots && !io.isRoot) {
		throw new Refusal('This command requires root privileges.');
	}

	return verb.run(given, io);
};
