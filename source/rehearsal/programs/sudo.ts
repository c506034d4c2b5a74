import {rootUser} from '../machine.js';
import {type Program, Refusal} from '../program.js';
import {readOptions} from '../usage.js';
import {relay} from './relay.js';

const usage = 'usage: sudo [-ABbEHnPS] [-u user] [VAR=value] [-i | -s] [command [arg ...]]';

export const sudo: Program = async (argv, io) => {
	const given = readOptions(argv, {
		flags: ['-n', '-k', '-E', '-H', '-S', '-A', '-i', '-s'],
		values: [['-u', '--user'], '-p'],
		unknown: word => new Refusal(`sudo: invalid option -- '${word.replace(/^-+/v, '')}'\n${usage}`),
		stopsAtWord: true,
		isBundled: true,
	});
	if (!io.user.isSudoer) {
		throw new Refusal(given.has('-n') ? 'sudo: a password is required' : `${io.user.name} is not in the sudoers file.`);
	}

	const settings = given.words.findIndex(word => !/^[A-Za-z_]\w*=/v.test(word));
	const words = settings === -1 ? [] : given.words.slice(settings);
	if (words.length === 0) {
		if (given.has('-k')) {
			return 0;
		}

		throw new Refusal(usage);
	}

	const name = given.value('--user') ?? 'root';
	const user = io.machine.users.get(name) ?? (name === 'root' ? rootUser : undefined);
	if (!user) {
		throw new Refusal(`sudo: unknown user ${name}`);
	}

	const env = Object.fromEntries(given.words.slice(0, settings).map(word => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)]));
	return relay(words, io, {user, env: {
		HOME: user.home, USER: user.name, LOGNAME: user.name, SUDO_USER: io.user.name, ...env,
	}});
};
