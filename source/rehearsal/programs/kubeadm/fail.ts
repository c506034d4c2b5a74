import {Refusal} from '../../program.js';

export const fail = (words: string): Refusal => new Refusal(`${words}\nTo see the stack trace of this error execute with --v=5 or higher`);

/**
Errors of the preflight, without those that are to be ignored; throws where one is left.
*/
export function refuseUnfit(errors: ReadonlyArray<readonly [name: string, words: string]>, ignored: string | undefined): void {
	const list = new Set((ignored ?? '').split(',').map(each => each.toLowerCase()));
	const left = errors.filter(([name]) => !list.has('all') && !list.has(name.toLowerCase()));
	if (left.length > 0) {
		throw new Refusal(`error execution phase preflight: [preflight] Some fatal errors occurred:\n${left.map(([name, words]) => `\t[ERROR ${name}]: ${words}`).join('\n')}\n[preflight] If you know what you are doing, you can make a check non-fatal with \`--ignore-preflight-errors=...\``);
	}
}
