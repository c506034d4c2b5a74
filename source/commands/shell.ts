import {UserError} from '../errors.js';
import {nearest} from '../plan/nearest.js';
import type {Plan} from '../plan/step.js';
import {
	localHost,
	onNode,
	type Place,
	remoteServer,
} from '../shell/place.js';
import {exitStatus} from './exit-status.js';
import {labInUse} from './labs.js';
import {openSession, withServer} from './session.js';
import {type Command, isPersonThere} from './surroundings.js';
import {runInTerminal} from './run-in-terminal.js';
import {terminalAsk} from './terminal-ask.js';

/**
A terminal on the server, on a node, or here.
*/
export const command: Command = async context => {
	const [name, ...rest] = context.given.positionals;
	if (name === undefined || rest.length > 0) {
		throw new UserError('`shell` wants one place.', ['Say `server`, `local`, or the name of a node: dpu-wizard shell gw-1']);
	}

	if (!isPersonThere(context)) {
		throw new UserError('`shell` gives a terminal to a person, and there is none here.', ['For one command on a node: the ssh configuration of `dpu-wizard lab export --format ssh-config`.']);
	}

	const definition = await labInUse(context);
	const {ask} = terminalAsk(context);
	const session = openSession(definition, {...context, ask});
	try {
		const place = placeNamed(name, session.plan);
		if (place.kind !== 'local') {
			withServer(definition);
		}

		const status = await runInTerminal(await session.terminal(place));
		// What ssh itself ends with when it could not connect.
		return status === 255 && place.kind !== 'local' ? exitStatus.unreachable : status;
	} finally {
		await session.close();
	}
};

function placeNamed(name: string, {lab}: Plan): Place {
	if (['server', 'remote', 'remote server'].includes(name)) {
		return remoteServer;
	}

	if (['local', 'local host'].includes(name)) {
		return localHost;
	}

	const nodes = lab.nodes.map(node => node.name);
	if (!nodes.includes(name)) {
		throw new UserError(`There is no place ${JSON.stringify(name)} in the lab ${lab.name}.`, [`Did you mean ${nearest(name, ['server', 'local', ...nodes])}?`]);
	}

	return onNode(name);
}
