import {makePlan, stepsOf} from '../plan/plan.js';
import {checklistBash} from '../report/checklist-bash.js';
import {checklistDocument} from '../report/checklist-json.js';
import {checklistMarkdown} from '../report/checklist-markdown.js';
import {checklistText} from '../report/checklist-text.js';
import {type Checklist, makeChecklist} from '../report/checklist.js';
import {labToRead} from './labs.js';
import {noPositionals} from './positionals.js';
import {hasSelection, selectedSteps} from './selection.js';
import {type Command, print} from './surroundings.js';

const formats: Readonly<Record<string, (checklist: Checklist) => string>> = {
	text: checklistText,
	markdown: checklistMarkdown,
	json: checklist => JSON.stringify(checklistDocument(checklist), undefined, 2),
	bash: checklistBash,
};

/**
Every step of the lab, its commands and where they run. Runs nothing and connects nowhere.
*/
export const command: Command = async context => {
	noPositionals(context.given);
	const plan = makePlan(await labToRead(context), context.catalogue);
	const format = context.given.values.get('format')?.[0] ?? 'text';
	// A checklist shows also what stands apart; a script that somebody may run whole holds it only where it is named.
	const isWhole = format !== 'bash' && !hasSelection(context.given) && !context.given.values.has('skip');
	const steps = isWhole ? stepsOf(plan) : selectedSteps(plan, context.given);
	print(context, formats[format]!(makeChecklist(plan, steps)));
	return 0;
};
