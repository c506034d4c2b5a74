import {parseHost} from '../ssh-config.js';
import {type Io, type Program, Refusal} from '../program.js';
import {reach} from '../network/reach.js';
import {runScript} from '../script.js';
import {rootFiles} from '../systemd/units.js';
import {readOptions} from '../usage.js';
import {machineNamed} from '../world.js';

export const ssh: Program = async (argv, io) => {
	const given = readOptions(argv, {
		flags: ['-n', '-q', '-t', '-T', '-A', '-v', '-4'],
		values: ['-F', '-i', '-o', '-l', '-p', '-W', '-J'],
		unknown: word => new Refusal(`unknown option -- ${word.replace(/^-/v, '')}\nusage: ssh [-46AaCfGgKkMNnqsTtVvXxYy] [-F configfile] [-i identity_file] destination [command [argument ...]]`, 255),
		stopsAtWord: true,
	});
	const [destination = '', ...command] = given.words;
	const configuration = given.value('-F');
	const text = configuration === undefined ? '' : readConfiguration(configuration, io);
	const settings = parseHost(text, destination, given);
	const failed = (why: string) => new Refusal(why, 255);
	const reached = reach(io.world, io.machine, settings.host, settings.port);
	await io.work(reached ? 0.3 : 3);
	const machine = reached && machineNamed(io.world, reached.machine);
	if (reached?.listener.service !== 'ssh' || !machine) {
		throw failed(`ssh: connect to host ${settings.host} port ${settings.port}: ${reached ? 'Connection refused' : 'No route to host'}`);
	}

	const hostKey = (rootFiles(machine).textIfThere('/etc/ssh/ssh_host_ed25519_key.pub') ?? '').split(' ').slice(0, 2).join(' ').trim();
	const known = settings.knownHosts.flatMap(file => (io.files.textIfThere(expand(file, io)) ?? '').split('\n')).filter(line => line.split(' ')[0]!.split(',').includes(settings.alias)).map(line => line.split(' ').slice(1, 3).join(' '));
	if (!known.includes(hostKey) && settings.isStrict) {
		throw failed(known.length === 0
			? `No ED25519 host key is known for ${settings.alias} and you have requested strict checking.\nHost key verification failed.`
			: '@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@\n@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @\n@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@\nHost key verification failed.');
	}

	const user = machine.users.get(settings.user);
	const isLetIn = user && settings.identityFiles.some(file => isAuthorized(expand(file, io), io, rootFiles(machine).textIfThere(`${user.home}/.ssh/authorized_keys`) ?? ''));
	if (!isLetIn) {
		throw failed(`${settings.user}@${settings.host}: Permission denied (publickey).`);
	}

	const off = io.rehearsal.running.get(machine.name)?.signal;
	let errors = '';
	const decoders = {stdout: new TextDecoder(), stderr: new TextDecoder()};
	const status = await runScript(command.join(' '), {
		rehearsal: io.rehearsal,
		machine,
		user,
		stdin: given.has('-n') ? '' : io.stdin,
		signal: off ? AbortSignal.any([io.signal, off]) : io.signal,
		onOutput(stream, bytes) {
			const words = decoders[stream].decode(bytes, {stream: true});
			if (stream === 'stdout') {
				io.write(words);
			} else {
				errors += words;
			}
		},
	});
	if (errors !== '') {
		io.complain(errors.replace(/\n$/v, ''));
	}

	return off?.aborted ? 255 : status;
};

function readConfiguration(path: string, io: Io): string {
	try {
		return io.files.text(io.path(path));
	} catch {
		throw new Refusal(`Can't open user config file ${path}: No such file or directory`, 255);
	}
}

const expand = (path: string, io: Io) => path.startsWith('~/') ? `${io.user.home}/${path.slice(2)}` : io.path(path);

function isAuthorized(identity: string, io: Io, authorized: string): boolean {
	const inode = io.files.exists(identity) ? io.files.get(identity) : undefined;
	if (!inode) {
		return false;
	}

	if ((inode.mode & 0o077) !== 0) {
		io.complain(`Permissions 0${inode.mode.toString(8)} for '${identity}' are too open.`);
		return false;
	}

	io.files.bytes(identity);
	const key = (io.files.textIfThere(`${identity}.pub`) ?? '').split(' ')[1];
	return key !== undefined && authorized.split('\n').some(line => line.split(' ')[1]?.trim() === key.trim());
}
