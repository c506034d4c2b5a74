import {expect, test} from 'vitest';
import {newDefinition} from '../../../source/lab/defaults.js';
import {validLab} from '../../../source/lab/validate.js';
import {stages} from '../../../source/plan/catalogue.js';
import {makePlan, stepsOf} from '../../../source/plan/plan.js';
import {planUndo} from '../../../source/plan/undo.js';
import {type CoveringLab, coveringLabs} from './covering-labs.js';
import {offeredSteps} from './harness.js';
import {undoRounds} from './undone.js';

/**
What the stand-ins have yet to play: a mirror's folder and its web server, an installer with a person before it, and libvirt's snapshots.
*/
const notRehearsed = ['base-vm.mirror', 'base-vm.iso', 'base-vm.installer', 'base-vm.install', 'base-vm.installed', 'cni.mirror-device-plugin', 'cni.mirror-kubernetes'];
const isSnapshot = (kind: string) => kind.endsWith('.snapshot');

const catalogue = stages.filter(({isApart}) => !isApart).flatMap(({steps}) => steps);
const planOf = (variables: Readonly<Record<string, string>>) => makePlan(validLab(newDefinition('rehearsed', {server: 'rehearsal', variables})));

test('no step of the catalogue is left out of all covering labs but those of a mirror, an installer and snapshots', () => {
	const rehearsed = new Set(Object.values(coveringLabs).flatMap(({variables}) => offeredSteps(planOf(variables)).map(({kind}) => kind)));
	// A step that is rehearsed by now has to be struck out above.
	expect(catalogue.map(({id}) => id).filter(kind => !rehearsed.has(kind) && !isSnapshot(kind))).toEqual(notRehearsed);
});

test('each step of the catalogue that can be undone is undone by its own commands in a covering lab, but for those', () => {
	const undone = new Set(Object.values<CoveringLab>(coveringLabs).flatMap(({variables, undo = []}) => {
		const plan = planOf(variables);
		return undoRounds(plan, undo).flatMap(wanted => stepsOf(planUndo(plan, wanted).plan).map(({kind}) => kind));
	}));
	const kinds = catalogue.filter(({undo}) => undo !== undefined).map(({id}) => id);
	expect(kinds.filter(kind => !undone.has(`undo.${kind}`) && !notRehearsed.includes(kind) && !isSnapshot(kind))).toEqual([]);
});
