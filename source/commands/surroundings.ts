import type {Readable, Writable} from 'node:stream';
import type {Ways} from '../connection/ways.js';
import type {StageDefinition} from '../plan/step.js';
import type {Arguments} from './arguments.js';
import type {EngineServices} from './wizard-services.js';

export type Input = Readable & {readonly isTTY?: boolean; readonly setRawMode?: (isRaw: boolean) => unknown};
export type Output = Writable & {readonly isTTY?: boolean};

/**
What a command has around it: the terminal (or whatever stands there instead), the environment, the screens.
*/
export type Surroundings = {
	readonly input: Input;
	readonly output: Output;
	readonly errors: Output;
	readonly environment: NodeJS.ProcessEnv;
	/**
	Calls the listener for each Ctrl-C, until the returned function is called.
	*/
	readonly onInterrupt: (listener: () => void) => () => void;
	/**
	Another catalogue than the documents'.
	*/
	readonly catalogue?: readonly StageDefinition[] | undefined;
	/**
	How places are reached in a rehearsal.
	*/
	readonly ways?: Ways | undefined;
	/**
	Loads the screens and gives them the terminal. Resolves with the exit status.
	*/
	readonly startWizard: (services: EngineServices) => Promise<number>;
};

export type Context = Surroundings & {
	readonly given: Arguments;
	/**
	The directory that everything is kept under, where one was named.
	*/
	readonly home: string | undefined;
};

/**
A command: resolves with the exit status, rejects with what `errorText` has a sentence for.
*/
export type Command = (context: Context) => Promise<number>;

/**
Whether a person can be asked something.
*/
export const isPersonThere = ({input, errors}: Surroundings): boolean => input.isTTY === true && errors.isTTY === true;

/**
Writes lines to standard output.
*/
export function print({output}: Surroundings, text: string) {
	output.write(text.endsWith('\n') ? text : `${text}\n`);
}

/**
Writes a line about what is going on, which is no result: to standard error.
*/
export function tell({errors}: Surroundings, text: string) {
	errors.write(`${text}\n`);
}
