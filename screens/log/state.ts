import {type Move, moved} from '../components/list-state.js';

export type LogState = {readonly row: number};

export type LogAction =
	| {readonly kind: 'move'; readonly move: Move; readonly count: number}
	| {readonly kind: 'open'}
	| {readonly kind: 'back'};

export type LogEffect = {readonly kind: 'open'; readonly row: number} | {readonly kind: 'back'};

export const logState: LogState = {row: 0};

export function updateLog(state: LogState, action: LogAction): readonly [LogState, LogEffect?] {
	switch (action.kind) {
		case 'move': {
			return [{row: moved(state.row, action.move, Array.from({length: action.count}, () => true))}];
		}

		case 'open': {
			return [state, {kind: 'open', row: state.row}];
		}

		case 'back': {
			return [state, {kind: 'back'}];
		}
	}
}
