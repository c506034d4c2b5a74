import {expect, it} from 'vitest';
import {stepsOf} from '../../source/plan/plan.js';
import {goneProbe} from '../../source/plan/undo.js';
import {everyLab, labWith} from './labs.js';
import {planOf} from './plans.js';
import {complaints} from './shell-check.js';

// They wait for something, look at it, or remove it; what fills a mirror writes to a folder of the person's own.
const makesNothing = /^(?:.*\.ready|.*\.make-way|mirror\..*|gateway\.serves|remaining-vms\.vf-ping|cni-networking\.reach|verification\.(?!pods).*)$/v;

it('every step that makes something has an undo', () => {
	for (const [name, lab] of everyLab) {
		const without = stepsOf(planOf(lab)).filter(({stage, kind, undo}) => stage !== 'teardown' && undo.length === 0 && !makesNothing.test(kind));
		expect(without.map(({id}) => id), name).toEqual([]);
	}
});

it('an undo on the server tells by a probe of its own that nothing is left', () => {
	const steps = stepsOf(planOf(labWith({NUM_VF: '3', SNAPSHOTS: 'true'}))).filter(({place, undo, stage, heldBy}) => stage !== 'teardown' && place.kind === 'remote' && undo.length > 0 && heldBy === undefined);
	expect(steps.filter(({gone}) => gone === undefined).map(({id}) => id)).toEqual([]);
});

it('gives bash and ShellCheck nothing to complain of, snapshots and the stages before Kubernetes included', () => {
	for (const GUEST_FAMILY of ['debian', 'fedora']) {
		const steps = stepsOf(planOf(labWith({NUM_VF: '3', SNAPSHOTS: 'true', GUEST_FAMILY})));
		const texts = new Map(steps.flatMap(step => [
			...(step.gone ? [[`${step.id} gone`, goneProbe(step).text] as const] : []),
			...(step.kind.endsWith('.snapshot') ? step.commands.map(({text}, index) => [`${step.id} command ${index + 1}`, text] as const) : []),
			...step.undo.map(({text}, index) => [`${step.id} undo ${index + 1}`, text] as const),
		]));
		expect(complaints(texts)).toEqual([]);
	}
});

it('an undo that deletes says so', () => {
	for (const [name, lab] of everyLab) {
		const unmarked = stepsOf(planOf(lab)).flatMap(({id, undo}) => undo.filter(({text, destructive}) => !destructive && /\b(?:rm -|rmdir|purge|undefine|net-destroy|snapshot-delete|skopeo delete)/v.test(text)).map(() => id));
		expect(unmarked, name).toEqual([]);
	}
});
