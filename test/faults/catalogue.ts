import path from 'node:path';
import {type StageDefinition, step} from '../../source/plan/step.js';
import {sh} from '../../source/shell/command.js';
import {remoteServer} from '../../source/shell/place.js';

/**
What the command of a step prints: known beforehand, so that every byte can be compared.
*/
export const expectedOutput = (index: number): string => Array.from({length: 1500}, (_, line) => `step ${index} line ${line} ${'x'.repeat((line * 7) % 60)}\n`).join('');

/**
Steps that count how often they ran, print for a moment, and leave a file that proves them.
*/
export const faultCatalogue = (directory: string, count: number): readonly StageDefinition[] => [{
	id: 'fault',
	title: 'Faults',
	steps: Array.from({length: count}, (_, index) => {
		const file = (name: string) => path.join(directory, `${name}-${index}`);
		return step({
			id: `fault.step-${index}`,
			title: `Step ${index}`,
			why: 'To be interrupted.',
			at: remoteServer,
			needs: index === 0 ? [] : [`fault.step-${index - 1}`],
			probe: () => sh`test -e ${file('done')}`,
			commands: () => [sh`
				echo ran >>${file('runs')}
				for part in 0 1 2 3 4; do head -n $(((part + 1) * 300)) ${file('text')} | tail -n 300; sleep 0.02; done
				touch ${file('done')}
			`],
		});
	}),
}];
