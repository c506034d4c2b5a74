import {UserError} from '../errors.js';
import type {LabDefinition} from '../lab/definition.js';
import {validLab} from '../lab/validate.js';
import {makePlan} from '../plan/plan.js';
import {selectSteps} from '../plan/selection.js';
import type {Fault, Faults} from '../rehearsal/faults.js';

const kinds: readonly string[] = ['exit', 'drop', 'hang', 'lie'] satisfies ReadonlyArray<Fault['kind']>;
const isKind = (word: string): word is Fault['kind'] => kinds.includes(word);

/**
What is to go wrong, by `STEP` or `STEP=KIND`; each once, at the first of the step's commands, or for a lie at all of them. Throws a `UserError` for a kind or a step that
there is none of.
*/
export function readFaults(given: readonly string[], lab: () => LabDefinition | undefined): Faults {
	const waiting = given.map(text => {
		const [step = '', kind = 'exit'] = text.split('=', 2);
		if (!isKind(kind)) {
			throw new UserError(`There is no fault ${JSON.stringify(kind)}.`, [`It may be ${kinds.join(', ')}.`]);
		}

		return {step, kind, told: new Set<string>()};
	});

	const textsOf = (name: string): readonly string[] => {
		const definition = lab();
		const plan = definition && makePlan(validLab(definition));
		return plan ? selectSteps(plan, {only: [name]}).flatMap(({commands}) => commands.map(({text}) => text)) : [];
	};

	for (const {step} of waiting) {
		textsOf(step);
	}

	return {
		take(script) {
			for (const fault of waiting) {
				const texts = textsOf(fault.step);
				if (!texts.includes(script) || fault.told.has(script)) {
					continue;
				}

				fault.told.add(script);
				// What fails at its first command does not come to the others.
				if (fault.kind !== 'lie') {
					for (const text of texts) {
						fault.told.add(text);
					}
				}

				return fault.kind;
			}

			return undefined;
		},
	};
}
