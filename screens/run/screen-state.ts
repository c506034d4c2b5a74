import type {Decision} from '../../source/run/run.js';
import {type Move, moved} from '../components/list-state.js';
import {type Editing, type EditingAction, updateEditing} from './editing-state.js';

/**
What the person looks at and is about to do; the run itself is elsewhere.
*/
export type RunScreenState = {
	/**
	The step that was chosen; undefined follows the run.
	*/
	readonly chosen: number | undefined;
	/**
	Lines of output below what is shown; 0 follows the end.
	*/
	readonly scroll: number;
	/**
	Which of the answers that are offered.
	*/
	readonly option: number;
	readonly editing: Editing | undefined;
};

/**
An answer that can be given to what the run, or Ctrl-C, asks.
*/
export type Answer =
	| {readonly kind: 'approve'; readonly answer: 'run' | 'skip' | 'stop'}
	| {readonly kind: 'decide'; readonly decision: Decision}
	| {readonly kind: 'edit'}
	| {readonly kind: 'log'}
	| {readonly kind: 'shell'}
	| {readonly kind: 'stop'; readonly how: 'wait' | 'leave' | 'cancel' | 'go on'};

/**
What changes nothing on the screen itself.
*/
export type Outside = 'pause' | 'go on' | 'log' | 'shell' | 'home';

export type RunScreenAction =
	| {readonly kind: 'move'; readonly move: Move; readonly from: number; readonly isChoosable: readonly boolean[]}
	| {readonly kind: 'look at'; readonly row: number}
	| {readonly kind: 'follow'}
	| {readonly kind: 'scroll'; readonly by: number; readonly most: number}
	| {readonly kind: 'option'; readonly by: number; readonly count: number}
	| {readonly kind: 'answer'; readonly answer: Answer}
	| {readonly kind: 'start editing'; readonly texts: readonly string[]}
	| {readonly kind: 'editing'; readonly action: EditingAction}
	| {readonly kind: 'open editor'}
	| {readonly kind: 'run edited'}
	| {readonly kind: 'outside'; readonly what: Outside};

export type RunScreenEffect =
	| {readonly kind: 'answer'; readonly answer: Answer}
	| {readonly kind: 'open editor'; readonly text: string}
	| {readonly kind: 'outside'; readonly what: Outside};

export const watching: RunScreenState = {
	chosen: undefined, scroll: 0, option: 0, editing: undefined,
};

const around = (value: number, count: number): number => (value + count) % count;

export function updateRunScreen(state: RunScreenState, action: RunScreenAction): readonly [RunScreenState, RunScreenEffect?] {
	const {editing} = state;
	switch (action.kind) {
		case 'move': {
			return [{...state, chosen: moved(state.chosen ?? action.from, action.move, action.isChoosable), scroll: 0}];
		}

		case 'look at': {
			return [{...state, chosen: action.row, scroll: 0}];
		}

		case 'follow': {
			return [{...state, chosen: undefined, scroll: 0}];
		}

		case 'scroll': {
			return [{...state, scroll: Math.max(0, Math.min(action.most, state.scroll + action.by))}];
		}

		case 'option': {
			return [{...state, option: around(Math.min(state.option, action.count - 1) + action.by, action.count)}];
		}

		case 'answer': {
			return [action.answer.kind === 'edit' ? state : {...state, option: 0}, {kind: 'answer', answer: action.answer}];
		}

		case 'start editing': {
			return [{...state, editing: {texts: action.texts, row: 0, field: undefined}}];
		}

		case 'outside': {
			return [state, action];
		}

		case 'open editor': {
			return editing ? [state, {kind: 'open editor', text: editing.texts[editing.row]!}] : [state];
		}

		case 'run edited': {
			return editing ? [{...state, editing: undefined, option: 0}, {kind: 'answer', answer: {kind: 'decide', decision: {kind: 'retry', commands: editing.texts}}}] : [state];
		}

		case 'editing': {
			return [editing ? {...state, editing: updateEditing(editing, action.action)} : state];
		}
	}
}
