import {type Program, Refusal} from '../program.js';

const seconds: Readonly<Record<string, number>> = {
	s: 1, m: 60, h: 3600, d: 86_400,
};

/**
`5`, `0.2`, `3m`, `infinity`; undefined for what is no interval.
*/
export function secondsOf(word: string): number | undefined {
	if (word === 'infinity') {
		return Infinity;
	}

	const found = /^(?<number>\d+(?:\.\d+)?)(?<unit>[smhd]?)$/v.exec(word)?.groups;
	return found && Number(found.number) * seconds[found.unit === '' ? 's' : found.unit!]!;
}

export const sleep: Program = async (argv, io) => {
	if (argv.length === 0) {
		throw new Refusal('sleep: missing operand\nTry \'sleep --help\' for more information.');
	}

	let total = 0;
	for (const word of argv) {
		const each = secondsOf(word);
		if (each === undefined) {
			throw new Refusal(`sleep: invalid time interval ‘${word}’`);
		}

		total += each;
	}

	// A machine that turns itself off ends what only waits.
	if (io.rehearsal.goingDown.has(io.machine.name)) {
		return 0;
	}

	await io.work(total);
	return 0;
};
