import type {Program} from '../program.js';

/**
For programs that have to be there, and that nobody calls.
*/
export const nothing: Program = () => 0;
