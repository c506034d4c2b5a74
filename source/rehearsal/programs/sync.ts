import type {Program} from '../program.js';

export const sync: Program = () => 0;
