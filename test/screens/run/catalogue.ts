import {sh} from '../../../source/shell/command.js';
import {localHost, type Place} from '../../../source/shell/place.js';
import {type StageDefinition, step} from '../../../source/plan/step.js';

type Made = {
	readonly id: string;
	/**
	Bash text that does the step; the step is proved by a file that it leaves.
	*/
	readonly does: ReturnType<typeof sh>;
	/**
	The local host, if nothing else is said. With `this-host` the remote server is this machine too, and yet another place.
	*/
	readonly at?: Place;
};

/**
A stage of steps on this machine, each done when its file is in the directory. `makes` leaves it.
*/
export function stageHere(id: string, directory: string, steps: readonly Made[]): StageDefinition {
	return {
		id,
		title: `Stage ${id}`,
		steps: steps.map(({id: name, does, at = localHost}) => step({
			id: `${id}.${name}`,
			title: `Title of ${name}`,
			why: 'A test needs it.',
			at,
			probe: () => sh`test -e ${`${directory}/${name}`}`,
			commands: () => [does],
		})),
	};
}

export const makes = (directory: string, name: string) => sh`echo making ${name}; touch ${`${directory}/${name}`}`;
