/**
The user's situation: what is wrong, and what to try.
*/
export class UserError extends Error {
	override name = 'UserError';

	constructor(message: string, readonly advice: readonly string[] = [], options?: ErrorOptions) {
		super(message, options);
	}
}

/**
A place could not be reached, or refused us. `hop` is the machine at which it ended.
*/
export class PlaceError extends UserError {
	override name = 'PlaceError';

	constructor(message: string, readonly hop: string, advice: readonly string[] = [], options?: ErrorOptions) {
		super(message, advice, options);
	}
}

/**
Nobody is there to answer what has to be asked.
*/
export class PersonNeededError extends UserError {
	override name = 'PersonNeededError';
}
