import {type Program, Refusal} from '../program.js';
import {loadSysctls, setSysctl} from '../sysctl.js';
import {readOptions} from '../usage.js';

export const sysctl: Program = (argv, io) => {
	const given = readOptions(argv, {
		flags: [['-q', '--quiet'], ['-w', '--write'], '--system', ['-n', '--values'], ['-e', '--ignore'], ['-p', '--load']],
		unknown: word => new Refusal(`sysctl: unrecognized option '${word}'`),
		isBundled: true,
	});
	const isLoading = given.has('--load') || given.has('--system');
	const isWriting = isLoading || given.words.some(word => word.includes('='));
	if (isWriting && !io.isRoot) {
		throw new Refusal('sysctl: permission denied on key');
	}

	if (isLoading) {
		const paths = given.has('--system') ? [...new Set(['/usr/lib/sysctl.d', '/etc/sysctl.d'].flatMap(path => io.files.exists(path) ? io.files.list(path).map(name => `${path}/${name}`) : []))] : given.words;
		const problems = paths.flatMap(path => loadSysctls(io.files.text(io.path(path)), io.machine));
		for (const problem of problems) {
			io.complain(problem);
		}

		return problems.length > 0 && !given.has('--system') ? 1 : 0;
	}

	for (const word of given.words) {
		const equals = word.indexOf('=');
		if (equals !== -1) {
			const problem = setSysctl(word.slice(0, equals).trim(), word.slice(equals + 1).trim(), io.machine);
			if (problem !== undefined) {
				throw new Refusal(problem);
			}
		}

		const key = (equals === -1 ? word : word.slice(0, equals)).trim().replaceAll('/', '.');
		const value = io.machine.sysctls.get(key);
		if (value === undefined) {
			throw new Refusal(`sysctl: cannot stat /proc/sys/${key.replaceAll('.', '/')}: No such file or directory`);
		}

		if (!given.has('--quiet')) {
			io.say(given.has('--values') ? value : `${key} = ${value}`);
		}
	}

	return 0;
};
