import {expect, test} from 'vitest';
import {newDefinition} from '../../../source/lab/defaults.js';
import {validLab} from '../../../source/lab/validate.js';
import {stages} from '../../../source/plan/catalogue.js';
import {makePlan} from '../../../source/plan/plan.js';
import {coveringLabs} from './covering-labs.js';
import {offeredSteps} from './harness.js';

/**
What the stand-ins have yet to play: a mirror's folder and its web server, an installer with a person before it, and libvirt's snapshots.
*/
const notRehearsed = ['base-vm.mirror', 'base-vm.iso', 'base-vm.installer', 'base-vm.install', 'base-vm.installed', 'cni.mirror-device-plugin', 'cni.mirror-kubernetes'];
const isSnapshot = (kind: string) => kind.endsWith('.snapshot');

test('no step of the catalogue is left out of all covering labs but those of a mirror, an installer and snapshots', () => {
	const rehearsed = new Set(Object.values(coveringLabs).flatMap(({variables}) => offeredSteps(makePlan(validLab(newDefinition('rehearsed', {server: 'rehearsal', variables})))).map(({kind}) => kind)));
	const catalogue = stages.filter(({isApart}) => !isApart).flatMap(({steps}) => steps.map(({id}) => id));
	// A step that is rehearsed by now has to be struck out above.
	expect(catalogue.filter(kind => !rehearsed.has(kind) && !isSnapshot(kind))).toEqual(notRehearsed);
});
