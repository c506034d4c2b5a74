import {type Program, Refusal} from '../program.js';
import {readOptions} from '../usage.js';

/**
The lab's own time, as this machine's clock has it.
*/
export const date: Program = (argv, io) => {
	const at = argv.find(word => word.startsWith('+')) ?? '+%a %b %d %H:%M:%S UTC %Y';
	const given = readOptions(argv.filter(word => !word.startsWith('+')), {
		flags: [['-u', '--utc']],
		values: [['-d', '--date'], ['-s', '--set']],
		unknown: word => new Refusal(word.startsWith('--') ? `date: unrecognized option '${word}'` : `date: invalid option -- '${word.slice(1)}'`),
	});
	const toSet = given.value('--set');
	const text = toSet ?? given.value('--date');
	const now = new Date(text === undefined ? io.now() + io.machine.clockOffset : (/^@\d+$/v.test(text) ? Number(text.slice(1)) * 1000 : Date.parse(text)));
	if (Number.isNaN(now.getTime())) {
		throw new Refusal(`date: invalid date ‘${text ?? ''}’`);
	}

	if (toSet !== undefined) {
		if (!io.isRoot) {
			throw new Refusal('date: cannot set date: Operation not permitted');
		}

		io.machine.clockOffset = now.getTime() - io.now();
	}

	const iso = now.toISOString();
	const values: Readonly<Record<string, string>> = {
		s: String(Math.floor(now.getTime() / 1000)), Y: iso.slice(0, 4), m: iso.slice(5, 7), d: iso.slice(8, 10), H: iso.slice(11, 13), M: iso.slice(14, 16), S: iso.slice(17, 19), F: iso.slice(0, 10), T: iso.slice(11, 19),
		a: now.toUTCString().slice(0, 3), b: now.toUTCString().slice(8, 11), N: '000000000', z: '+0000', Z: 'UTC',
	};
	io.say(at.slice(1).replaceAll(/%(?<letter>[A-Za-z])/gv, (whole, letter: string) => {
		if (values[letter] === undefined) {
			throw new Refusal(`date: ${whole}: not known to the rehearsal`);
		}

		return values[letter];
	}));
	return 0;
};
