import {type Program, Refusal} from '../program.js';
import {readOptions} from '../usage.js';
import {relay} from './relay.js';
import {secondsOf} from './sleep.js';

/**
Ends what takes longer by the lab's clock. It is not stopped in the middle: what it did by then, it has done.
*/
export const timeout: Program = async (argv, io) => {
	const given = readOptions(argv, {
		flags: ['--preserve-status', '--foreground'],
		values: [['-k', '--kill-after'], ['-s', '--signal']],
		unknown: word => new Refusal(`timeout: unrecognized option '${word}'\nTry 'timeout --help' for more information.`, 125),
		stopsAtWord: true,
	});
	const [limit, ...command] = given.words;
	const seconds = secondsOf(limit ?? '');
	if (seconds === undefined || command.length === 0) {
		throw new Refusal(limit === undefined || command.length === 0 ? 'timeout: missing operand' : `timeout: invalid time interval ‘${limit}’`, 125);
	}

	const started = io.worked();
	const status = await relay(command, io);
	return io.worked() - started > seconds ? 124 : status;
};
