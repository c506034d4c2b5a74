import {exitStatus} from './exit-status.js';
import {labInUse} from './labs.js';
import {openSession, type Session, withServer} from './session.js';
import {type Context, tell} from './surroundings.js';
import {type TerminalAsk, terminalAsk} from './terminal-ask.js';

/**
Opens the lab in use for a command, and closes it after. Ctrl-C at a question ends the command with its own status.
*/
export async function withSession(context: Context, task: (session: Session, asking: TerminalAsk) => Promise<number>): Promise<number> {
	const definition = withServer(await labInUse(context));
	const asking = terminalAsk(context);
	const session = openSession(definition, {
		...context,
		ask: asking.ask,
		onNote(text) {
			tell(context, text);
		},
	});
	try {
		return await task(session, asking);
	} catch (error) {
		if (asking.wasInterrupted()) {
			return exitStatus.stopped;
		}

		throw error;
	} finally {
		await session.close();
	}
}
