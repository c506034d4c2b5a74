import type {Plan, Stage, Step} from '../../source/plan/step.js';
import {type Move, moved} from '../components/list-state.js';
import {
	type Edit,
	edited,
	textField,
	type TextField,
} from '../components/text-field-state.js';

/**
What can be taken back.
*/
export type RemovalWhat = 'undo' | 'rewind' | 'teardown' | 'clusters';

/**
What will be run once the lab's name is typed.
*/
export type Removal = {
	readonly steps: readonly Step[];
	/**
	What will go, for a person, row by row.
	*/
	readonly lines: readonly string[];
	/**
	The server is to be left without a trace of the lab.
	*/
	readonly isLast: boolean;
};

export type RemovalState = {
	readonly page:
		| {readonly kind: 'what'}
		| {readonly kind: 'step'; readonly row: number}
		| {readonly kind: 'stage'}
		| {readonly kind: 'asking'; readonly text: string}
		| {readonly kind: 'confirm'; readonly removal: Removal; readonly top: number; readonly field: TextField}
		| {readonly kind: 'told'; readonly lines: readonly string[]};
};

export type RemovalAction =
	| {readonly kind: 'chose'; readonly what: RemovalWhat; readonly plan: Plan}
	| {readonly kind: 'move'; readonly move: Move; readonly plan: Plan}
	| {readonly kind: 'pick'; readonly plan: Plan}
	| {readonly kind: 'rewind to'; readonly stage: string}
	| {readonly kind: 'ready'; readonly removal: Removal}
	| {readonly kind: 'told'; readonly lines: readonly string[]}
	| {readonly kind: 'scroll'; readonly by: number}
	| {readonly kind: 'edit'; readonly edit: Edit}
	| {readonly kind: 'submit'}
	| {readonly kind: 'menu'}
	| {readonly kind: 'back'};

export type RemovalEffect =
	| {readonly kind: 'ask undo'; readonly step: Step}
	| {readonly kind: 'tear down'; readonly what: 'everything' | 'clusters'}
	| {readonly kind: 'rewind'; readonly stage: string}
	| {readonly kind: 'run'; readonly removal: Removal}
	| {readonly kind: 'back'};

export const firstPage: RemovalState = {page: {kind: 'what'}};

export type UndoRow = {readonly stage: Stage; readonly step?: Step};

/**
The stages with the steps that made something.
*/
export const undoRows = (plan: Plan): readonly UndoRow[] => plan.stages.filter(({isApart}) => !isApart).flatMap(stage => {
	const steps = stage.steps.filter(({undo}) => undo.length > 0);
	return steps.length === 0 ? [] : [{stage}, ...steps.map(step => ({stage, step}))];
});

const choosable = (plan: Plan) => undoRows(plan).map(({step}) => step !== undefined);

export function updateRemoval(state: RemovalState, action: RemovalAction): readonly [RemovalState, RemovalEffect?] {
	const {page} = state;
	switch (action.kind) {
		case 'chose': {
			return chose(action.what, action.plan);
		}

		case 'move': {
			return [page.kind === 'step' ? {page: {...page, row: moved(page.row, action.move, choosable(action.plan))}} : state];
		}

		case 'pick': {
			const step = page.kind === 'step' ? undoRows(action.plan)[page.row]?.step : undefined;
			return step ? [{page: {kind: 'asking', text: `Asking the lab what is left of ${step.id}, and what needs it`}}, {kind: 'ask undo', step}] : [state];
		}

		case 'rewind to': {
			return [state, {kind: 'rewind', stage: action.stage}];
		}

		// Who has gone back meanwhile is not brought here again.
		case 'ready': {
			return [page.kind === 'what' ? state : confirm(action.removal)];
		}

		case 'told': {
			return [page.kind === 'what' ? state : {page: {kind: 'told', lines: action.lines}}];
		}

		case 'scroll': {
			return [page.kind === 'confirm' ? {page: {...page, top: Math.max(0, Math.min(page.removal.lines.length - 1, page.top + action.by))}} : state];
		}

		case 'edit': {
			return [page.kind === 'confirm' ? {page: {...page, field: edited(page.field, action.edit)}} : state];
		}

		case 'submit': {
			return page.kind === 'confirm' ? [state, {kind: 'run', removal: page.removal}] : [state];
		}

		case 'menu': {
			return [state];
		}

		case 'back': {
			return page.kind === 'what' ? [state, {kind: 'back'}] : [firstPage];
		}
	}
}

const confirm = (removal: Removal): RemovalState => ({
	page: {
		kind: 'confirm', removal, top: 0, field: textField(''),
	},
});

function chose(what: RemovalWhat, plan: Plan): readonly [RemovalState, RemovalEffect?] {
	switch (what) {
		case 'undo': {
			return [{page: {kind: 'step', row: Math.max(0, choosable(plan).indexOf(true))}}];
		}

		case 'rewind': {
			return [{page: {kind: 'stage'}}];
		}

		case 'teardown':
		case 'clusters': {
			return [{page: {kind: 'asking', text: ''}}, {kind: 'tear down', what: what === 'teardown' ? 'everything' : 'clusters'}];
		}
	}
}
