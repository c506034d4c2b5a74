import {expect, test} from 'vitest';
import {newDefinition} from '../../../source/lab/defaults.js';
import {validLab} from '../../../source/lab/validate.js';
import {variables as allVariables} from '../../../source/lab/variables.js';
import {stages} from '../../../source/plan/catalogue.js';
import {makePlan, stepsOf} from '../../../source/plan/plan.js';
import {planUndo} from '../../../source/plan/undo.js';
import {attendedLabs, type CoveringLab, coveringLabs} from './covering-labs.js';
import {undoRounds} from './undone.js';

const labs: ReadonlyArray<Readonly<Record<string, string>>> = [...Object.values(coveringLabs).map(({variables}) => variables), ...Object.values(attendedLabs)];

const labOf = (variables: Readonly<Record<string, string>>) => validLab(newDefinition('rehearsed', {server: 'rehearsal', variables}));
const planOf = (variables: Readonly<Record<string, string>>) => makePlan(labOf(variables));

test('no step of the catalogue is left out of all rehearsed labs', () => {
	const rehearsed = new Set(labs.flatMap(variables => stepsOf(planOf(variables)).map(({kind}) => kind)));
	expect(stages.flatMap(({steps}) => steps.map(({id}) => id)).filter(kind => !rehearsed.has(kind))).toEqual([]);
});

test('no value of a choice is left out of all rehearsed labs', () => {
	const choices = allVariables.flatMap(({name, type}) => type.kind === 'choice' ? type.values.map(value => `${name}=${value}`) : []);
	const rehearsed = new Set(labs.flatMap(variables => Object.entries(labOf(variables).variables).map(([name, value]) => `${name}=${value}`)));
	// The rehearsed server can do what `auto` then takes.
	expect(choices.filter(choice => !rehearsed.has(choice))).toEqual(['VIRT_TYPE=kvm', 'VIRT_TYPE=qemu']);
});

// Those of a mirror, an installer and snapshots go with a teardown.
const tornDown = new Set(['base-vm.mirror', 'base-vm.iso', 'base-vm.installer', 'base-vm.install', 'base-vm.installed', 'cni.mirror-device-plugin', 'cni.mirror-kubernetes']);
const isTornDown = (kind: string) => tornDown.has(kind) || kind.endsWith('.snapshot');

test('each step of the catalogue that can be undone is undone by its own commands in a covering lab, or torn down', () => {
	const undone = new Set(Object.values<CoveringLab>(coveringLabs).flatMap(({variables, undo = []}) => {
		const plan = planOf(variables);
		return undoRounds(plan, undo).flatMap(wanted => stepsOf(planUndo(plan, wanted).plan).map(({kind}) => kind));
	}));
	const kinds = stages.filter(({isApart}) => !isApart).flatMap(({steps}) => steps).filter(({undo}) => undo !== undefined).map(({id}) => id);
	expect(kinds.filter(kind => !undone.has(`undo.${kind}`) && !isTornDown(kind))).toEqual([]);
});
