import {Refusal} from '../../program.js';
import {objectName} from '../../kubernetes/resources.js';
import {remove} from '../../kubernetes/store.js';
import {
	namedOnes,
	notFound,
	objectAt,
	type Verb,
} from './call.js';

export const deletion: Verb = {
	spec: {flags: ['--ignore-not-found', '--wait', '--now', '--force'], values: ['--timeout', '--grace-period', ['-l', '--selector']]},
	async run(call) {
		const {given, io, cluster} = call;
		const named = namedOnes(call, given.words);
		if (named.length === 0) {
			throw new Refusal('error: resource(s) were provided, but no name was specified');
		}

		let status = 0;
		for (const each of named) {
			const object = objectAt(call, each);
			if (object) {
				remove(cluster, object);
				await io.work(1);
				io.say(`${objectName(each.resource, each.name).replace('/', ' "')}" deleted`);
			} else if (!given.flag('--ignore-not-found')) {
				io.complain(notFound(each).message);
				status = 1;
			}
		}

		await call.look();
		return status;
	},
};
