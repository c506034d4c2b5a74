import type {Binding} from '../keys.js';

/**
Moving a selection through a list.
*/
export type Move = 'up' | 'down' | 'page up' | 'page down' | 'first' | 'last';

const pageRows = 8;

/**
The row that a move leads to; rows that can't be chosen are stepped over. Stays where there is nowhere to go.
*/
export function moved(index: number, move: Move, isChoosable: readonly boolean[]): number {
	const last = isChoosable.length - 1;
	const targets: Readonly<Record<Move, number>> = {
		up: index - 1, down: index + 1, 'page up': index - pageRows, 'page down': index + pageRows, first: 0, last,
	};
	const from = targets[move];
	const direction = ['up', 'page up', 'last'].includes(move) ? -1 : 1;
	const start = Math.max(0, Math.min(last, from));
	return search(start, direction, isChoosable) ?? search(start, -direction, isChoosable) ?? index;
}

function search(start: number, direction: number, isChoosable: readonly boolean[]): number | undefined {
	for (let index = start; index >= 0 && index < isChoosable.length; index += direction) {
		if (isChoosable[index] === true) {
			return index;
		}
	}

	return undefined;
}

/**
First row to show, so that the chosen one is in sight.
*/
export const topOf = (index: number, rowCount: number, height: number): number =>
	Math.max(0, Math.min(index - Math.floor(height / 2), rowCount - height));

/**
The keys of every list.
*/
export const moveBindings = <Action>(action: (move: Move) => Action): ReadonlyArray<Binding<Action>> => [
	{keys: ['up', 'k'], does: 'up', action: action('up')},
	{keys: ['down', 'j'], does: 'down', action: action('down')},
	{keys: ['page up'], does: 'a page up', action: action('page up')},
	{keys: ['page down', ' '], does: 'a page down', action: action('page down')},
	{keys: ['home', 'g'], does: 'to the first', action: action('first')},
	{keys: ['end', 'G'], does: 'to the last', action: action('last')},
];
