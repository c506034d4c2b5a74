import {Refusal} from '../../program.js';
import type {Machine} from '../../machine.js';
import type {Database} from '../database.js';

/**
What is given before a command's name: `--may-exist`, `--columns=name`, `--bare`.
*/
export type CommandOptions = {
	readonly has: (name: string) => boolean;
	readonly value: (name: string) => string | undefined;
};

export type CommandContext = {
	readonly database: Database;
	readonly machine: Machine;
	readonly options: CommandOptions;
	readonly isBare: boolean;
	readonly say: (line: string) => void;
};

export type Command = {
	readonly least: number;
	readonly most: number;
	readonly options?: readonly string[];
	readonly isReading?: boolean;
	/**
	Returns an exit status where it is not 0.
	*/
	readonly run: (words: readonly string[], context: CommandContext) => number | void;
};

export const refused = (words: string, status = 1) => new Refusal(`ovs-vsctl: ${words}`, status);
