import {Refusal} from '../../program.js';
import {objectName} from '../../kubernetes/resources.js';
import type {Condition} from '../../kubernetes/views.js';
import {
	duration,
	namedOnes,
	need,
	objectAt,
	type Verb,
} from './call.js';

export const wait: Verb = {
	spec: {flags: ['--all'], values: ['--for', '--timeout', ['-l', '--selector']]},
	async run(call) {
		const {given, io} = call;
		const wanted = given.value('--for') ?? '';
		const condition = /^condition=(?<type>\w+)(?:=(?<status>\w+))?$/v.exec(wanted)?.groups;
		if (!condition && wanted !== 'delete') {
			throw new Refusal(`error: unrecognized condition: "${wanted}"`);
		}

		const end = (io.worked() * 1000) + duration(given.value('--timeout') ?? '30s', '--timeout', 'wait');
		for (const named of namedOnes(call, given.words)) {
			for (;;) {
				await call.look();
				if (condition ? holds((need(call, named).status?.conditions ?? []) as unknown as readonly Condition[], condition) : objectAt(call, named) === undefined) {
					io.say(`${objectName(named.resource, named.name)} condition met`);
					break;
				}

				if (io.worked() * 1000 >= end || io.signal.aborted) {
					throw new Refusal(`error: timed out waiting for the condition on ${named.resource.plural}/${named.name}`);
				}

				await io.work(1);
			}
		}

		return 0;
	},
};

const holds = (conditions: readonly Condition[], {type, status}: Readonly<Record<string, string | undefined>>): boolean =>
	conditions.some(each => each.type.toLowerCase() === type!.toLowerCase() && each.status.toLowerCase() === (status ?? 'true').toLowerCase());
