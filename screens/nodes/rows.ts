import {type ArrayName, arrayNames, type NodeArrays} from '../../source/lab/definition.js';

/**
A row of the form: an array, or a node of it.
*/
export type Row = {readonly array: ArrayName; readonly index: number | undefined};

/**
The arrays with their nodes below them, in the documents' order.
*/
export const rowsOf = (arrays: NodeArrays): readonly Row[] =>
	arrayNames.flatMap((array): Row[] => [{array, index: undefined}, ...arrays[array].map((_, index) => ({array, index}))]);

/**
Where a node stands in the form.
*/
export const rowOf = (arrays: NodeArrays, array: ArrayName, index: number | undefined): number =>
	Math.max(0, rowsOf(arrays).findIndex(row => row.array === array && row.index === index));
