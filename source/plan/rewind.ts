import {UserError} from '../errors.js';
import type {Lab} from '../lab/lab.js';
import {serverPaths} from '../lab/server-paths.js';
import {sh} from '../shell/command.js';
import {homePath} from '../shell/home.js';
import {rewinds} from './catalogue.js';
import {nearest} from './nearest.js';
import {makePlan, stepsOf} from './plan.js';
import type {Plan, Step} from './step.js';

/**
Stages that can be come back to.
*/
export const rewindStages: readonly string[] = rewinds.steps.map(({id}) => id.slice(id.indexOf('.') + 1));

/**
The way back to a stage's end. Nothing in the lab says whether somebody who wants to go back has been back already, so each rewind leaves a note with its own
moment (`at`), by which it is proved. Throws a `UserError` for a stage that nobody can come back to.
*/
export function planRewind(lab: Lab, stage: string, at: string): Plan {
	if (!rewindStages.includes(stage)) {
		throw new UserError(`There is no way back to the stage ${JSON.stringify(stage)}.`, [`Did you mean ${nearest(stage, rewindStages)}?`, `Snapshots are taken at the end of ${rewindStages.join(', ')}.`]);
	}

	const plan = makePlan(lab, [{...rewinds, steps: rewinds.steps.filter(({id}) => id.endsWith(`.${stage}`))}]);
	const step = stepsOf(plan).find(({id}) => id === `rewind.${stage}`);
	return {...plan, stages: plan.stages.map(each => ({...each, steps: step ? [withNote(lab, step, `${stage} ${at}`)] : []}))};
}

function withNote(lab: Lab, step: Step, note: string): Step {
	const file = homePath(`${serverPaths(lab).directory}/rewound`);
	return {
		...step,
		probe: sh`
			test "$(cat ${file} 2>/dev/null)" = ${note} && (
			  ${step.probe}
			)
		`,
		commands: [...step.commands, sh`echo ${note} > ${file}`],
	};
}
