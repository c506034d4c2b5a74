import path from 'node:path';
import {newDefinition} from '../lab/defaults.js';
import {stateDirectory} from '../lab/paths.js';
import {openLabs} from './labs.js';
import {runCommand} from './main.js';
import {connectPlayedServer} from './played-server.js';
import {rehearsalServer} from './rehearsal-server.js';
import {readFaults} from './rehearse-faults.js';
import {type Command, tell} from './surroundings.js';

const banner = 'REHEARSAL: the server and its VMs are played here; nothing real is touched.';

/**
A command, or the wizard, on the rehearsal lab. Everything that plays it is loaded here and nowhere else.
*/
export const command: Command = async context => {
	const {given} = context;
	// Of its own, beside the labs of real servers.
	const home = path.join(stateDirectory(context.home), 'rehearsal');
	const {forget, openHome} = await import('../rehearsal/main.js');
	if (given.flags.has('anew')) {
		await forget(home);
	}

	const inside = {...context, home, given: {...given, command: given.rehearsed ?? 'wizard'}};
	const store = await openLabs(inside);
	if (store.labs().length === 0) {
		store.save(newDefinition('rehearsal', {server: rehearsalServer}));
	}

	const faults = readFaults(given.values.get('fault') ?? [], () => store.current());
	const opened = await openHome({directory: home, speed: given.flags.has('real-time') ? 1 : compressed, faults});
	tell(context, banner);
	try {
		return await runCommand({...inside, ways: {server: async () => connectPlayedServer(opened.server), local: opened.local}});
	} finally {
		await opened.close();
	}
};

/**
How many times as fast as usual: what takes an hour on a server takes less than a minute.
*/
const compressed = 100;
