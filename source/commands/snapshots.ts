import type {Command} from './surroundings.js';

export const command: Command = async () => 0;
