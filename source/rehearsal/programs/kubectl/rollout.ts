import {Refusal} from '../../program.js';
import type {KubeObject} from '../../kubernetes/model.js';
import {objectName} from '../../kubernetes/resources.js';
import {workloadSpec} from '../../kubernetes/views.js';
import {
	duration,
	namedOnes,
	need,
	type Verb,
} from './call.js';

export const rollout: Verb = {
	spec: {flags: [['-w', '--watch']], values: ['--timeout', '--revision']},
	async run(call) {
		const {given, io} = call;
		const [what = '', ...words] = given.words;
		if (what !== 'status') {
			throw new Refusal(`error: unknown command "${what}" for "kubectl rollout"`);
		}

		const [named] = namedOnes(call, words);
		if (!named) {
			throw new Refusal('error: required resource not specified');
		}

		const timeoutMs = duration(given.value('--timeout') ?? '0', '--timeout', 'rollout status');
		const end = timeoutMs === 0 ? Infinity : (io.worked() * 1000) + timeoutMs;
		for (;;) {
			await call.look();
			const waits = whatItWaitsFor(need(call, named));
			if (waits === undefined) {
				io.say(`${objectName(named.resource, named.name)} successfully rolled out`);
				return 0;
			}

			io.say(waits);
			if (io.worked() * 1000 >= end || io.signal.aborted) {
				throw new Refusal('error: timed out waiting for the condition');
			}

			await io.work(1);
		}
	},
};

function whatItWaitsFor(object: KubeObject): string | undefined {
	const count = (key: string) => Number(object.status?.[key] ?? 0);
	const {name} = object.metadata;
	if (object.kind === 'DaemonSet') {
		const wanted = count('desiredNumberScheduled');
		return count('updatedNumberScheduled') < wanted || count('numberAvailable') < wanted ? `Waiting for daemon set "${name}" rollout to finish: ${count('numberAvailable')} of ${wanted} updated pods are available...` : undefined;
	}

	if (object.kind !== 'Deployment') {
		throw new Refusal(`error: no status viewer has been implemented for ${object.kind}`);
	}

	const wanted = workloadSpec(object).replicas ?? 1;
	return count('updatedReplicas') < wanted || count('replicas') > wanted || count('availableReplicas') < wanted ? `Waiting for deployment "${name}" rollout to finish: ${count('availableReplicas')} of ${wanted} updated replicas are available...` : undefined;
}
