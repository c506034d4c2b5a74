import {expect, test} from 'vitest';
import {playRounds} from './rounds.js';

test('a few kills of the engine and cuts of its connection lose nothing, double nothing, and run nothing twice', async () => {
	const {faults, kills, cuts} = await playRounds({
		seed: 1, kills: 2, cuts: 2, freezes: 0,
	});
	expect(faults).toEqual([]);
	expect({kills, cuts}).toEqual({kills: 2, cuts: 2});
}, 180_000);
