import {UserError} from '../errors.js';
import {defaultDefinition} from '../lab/defaults.js';
import type {LabDefinition} from '../lab/definition.js';
import type {Lab} from '../lab/lab.js';
import type {Store} from '../lab/store.js';
import {validLab} from '../lab/validate.js';
import {nearest} from '../plan/nearest.js';
import {type Context, tell} from './surroundings.js';

/**
Opens the store, and says what there is to say of it.
*/
export async function openLabs(context: Context): Promise<Store> {
	const {openStore} = await import('../lab/store.js');
	const store = openStore(context.home);
	// What can't be read is noticed when it is read.
	store.current();
	for (const notice of store.notices()) {
		tell(context, notice);
	}

	return store;
}

/**
A lab by its name; throws a `UserError` where there is none.
*/
export function labNamed(name: string, store: Store): LabDefinition {
	const found = store.find(name);
	if (found) {
		return found;
	}

	const labs = store.labs();
	throw new UserError(`There is no lab ${JSON.stringify(name)}.`, labs.length === 0
		? [howToBegin]
		: [`Did you mean ${nearest(name, labs.map(lab => lab.name))}?`, '`dpu-wizard lab list` shows all of them.']);
}

/**
The lab that `--lab` names, else the one in use.
*/
export function chosenLab({given}: Context, store: Store): LabDefinition | undefined {
	const name = given.values.get('lab')?.[0];
	return name === undefined ? store.current() : labNamed(name, store);
}

const howToBegin = 'Describe one: dpu-wizard lab new NAME --server USER@HOST';

/**
For what asks a lab or changes it: throws a `UserError` where there is none.
*/
export async function labInUse(context: Context): Promise<LabDefinition> {
	return definedLab(context, await openLabs(context));
}

export function definedLab(context: Context, store: Store): LabDefinition {
	const lab = chosenLab(context, store);
	if (!lab) {
		throw store.labs().length === 0
			? new UserError('There is no lab yet.', [howToBegin])
			: new UserError('No lab is in use.', [`Use one: dpu-wizard lab use ${store.labs()[0]!.name}`]);
	}

	return lab;
}

/**
For what only reads: without any lab it is the documents' own.
*/
export async function labToRead(context: Context): Promise<Lab> {
	return validLab(chosenLab(context, await openLabs(context)) ?? defaultDefinition());
}
