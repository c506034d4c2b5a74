import {expect, test} from 'vitest';
import {newDefinition} from '../../../source/lab/defaults.js';
import {validLab} from '../../../source/lab/validate.js';
import {variables as allVariables} from '../../../source/lab/variables.js';
import {stages} from '../../../source/plan/catalogue.js';
import {makePlan, stepsOf} from '../../../source/plan/plan.js';
import {attendedLabs, coveringLabs} from './covering-labs.js';

const labs: ReadonlyArray<Readonly<Record<string, string>>> = [...Object.values(coveringLabs).map(({variables}) => variables), ...Object.values(attendedLabs)];

test('no step of the catalogue is left out of all rehearsed labs', () => {
	const rehearsed = new Set(labs.flatMap(variables => stepsOf(makePlan(validLab(newDefinition('rehearsed', {server: 'rehearsal', variables})))).map(({kind}) => kind)));
	expect(stages.flatMap(({steps}) => steps.map(({id}) => id)).filter(kind => !rehearsed.has(kind))).toEqual([]);
});

test('no value of a choice is left out of all rehearsed labs', () => {
	const choices = allVariables.flatMap(({name, type}) => type.kind === 'choice' ? type.values.map(value => `${name}=${value}`) : []);
	const rehearsed = new Set(labs.flatMap(variables => Object.entries(validLab(newDefinition('rehearsed', {server: 'rehearsal', variables})).variables).map(([name, value]) => `${name}=${value}`)));
	// The rehearsed server can do what `auto` then takes.
	expect(choices.filter(choice => !rehearsed.has(choice))).toEqual(['VIRT_TYPE=kvm', 'VIRT_TYPE=qemu']);
});
