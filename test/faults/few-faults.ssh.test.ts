import {expect, test} from 'vitest';
import {playRounds} from './rounds.js';

test('a few kills of the engine and cuts of its connection lose nothing, double nothing, and run nothing twice', async () => {
	const {faults, kills, cuts} = await playRounds({
		seed: 1, kills: 3, cuts: 3, freezes: 0,
	});
	expect(faults).toEqual([]);
	expect({kills, cuts}).toEqual({kills: 3, cuts: 3});
}, 180_000);
