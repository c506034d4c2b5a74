import {expect} from 'vitest';
import {rootOf, runScript} from '../../../source/rehearsal/script.js';
import type {OpenRehearsal} from '../../../source/rehearsal/open.js';
import {machineNamed} from '../../../source/rehearsal/world.js';

/**
What a person types on a machine of the rehearsal, as root or as a user of it.
*/
export const shellOn = ({rehearsal}: OpenRehearsal) => async (name: string, text: string, username = 'root'): Promise<{readonly status: number; readonly output: string}> => {
	const machine = machineNamed(rehearsal.world, name);
	expect(machine, `${name} runs`).toBeDefined();
	let output = '';
	const status = await runScript(text, {
		rehearsal,
		machine: machine!,
		user: machine!.users.get(username) ?? rootOf(machine!),
		signal: new AbortController().signal,
		onOutput(_stream, bytes) {
			output += new TextDecoder().decode(bytes);
		},
	});
	return {status, output};
};
