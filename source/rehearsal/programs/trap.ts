import {type Io, type Program, Refusal} from '../program.js';

export const trap: Program = ([action, ...signals], io) => {
	const known = new Set(['EXIT', '0', 'INT', 'TERM', 'HUP', 'PIPE', 'ERR', '2', '15']);
	const wrong = signals.find(signal => !known.has(signal));
	if (wrong !== undefined) {
		throw new Refusal(`bash: trap: ${wrong}: invalid signal specification`);
	}

	if (signals.includes('EXIT') || signals.includes('0')) {
		(io as Io & {readonly setTrap: (text: string | undefined) => void}).setTrap(action === '-' ? undefined : action);
	}

	return 0;
};
