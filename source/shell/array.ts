import {type Fragment, fragment} from './command.js';

/**
Every item of a bash array, each a word.
*/
export const everyItem = (name: string): Fragment => fragment(`"\${${name}[@]}"`);

/**
How many items a bash array has.
*/
export const itemCount = (name: string): Fragment => fragment(`"\${#${name}[@]}"`);
