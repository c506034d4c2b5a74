import type {Step} from '../plan/step.js';
import type {Place} from '../shell/place.js';
import {type Checklist, placeOf} from './checklist.js';

export type ChecklistStep = {
	readonly id: string;
	readonly title: string;
	readonly why: string;
	readonly node: string | null;
	readonly where: Place;
	readonly needs: readonly string[];
	readonly manual: boolean;
	/**
	For a manual step: what a person does.
	*/
	readonly instructions: string | null;
	readonly optional: boolean;
	readonly probe: string;
	readonly undo: readonly string[];
	readonly commands: ReadonlyArray<{readonly where: Place; readonly sudo: boolean; readonly destructive: boolean; readonly text: string}>;
};

/**
The checklist for programs. The form is stable: fields may be added, none goes or changes.
*/
export type ChecklistDocument = {
	readonly lab: {readonly name: string; readonly profile: string; readonly server: string | null};
	readonly stages: ReadonlyArray<{readonly id: string; readonly title: string; readonly apart: boolean; readonly steps: readonly ChecklistStep[]}>;
};

export function checklistDocument({plan: {lab}, stages}: Checklist): ChecklistDocument {
	return {
		lab: {name: lab.name, profile: lab.profile, server: lab.server ?? null},
		stages: stages.map(({id, title, isApart, steps}) => ({
			id, title, apart: isApart, steps: steps.map(step => stepDocument(step)),
		})),
	};
}

const stepDocument = (step: Step): ChecklistStep => ({
	id: step.id,
	title: step.title,
	why: step.why,
	node: step.node ?? null,
	where: step.place,
	needs: step.needs,
	manual: step.manual !== undefined,
	instructions: step.manual ?? null,
	optional: step.optional,
	probe: step.probe.text,
	undo: step.undo.map(({text}) => text),
	commands: step.commands.map(command => ({
		where: placeOf(step, command), sudo: command.sudo, destructive: command.destructive, text: command.text,
	})),
});
