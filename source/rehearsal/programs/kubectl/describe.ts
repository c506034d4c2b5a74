import {stringify} from 'yaml';
import {list} from '../../kubernetes/store.js';
import {podStatus} from '../../kubernetes/views.js';
import {
	namedOnes,
	need,
	resourceNamed,
	type Verb,
} from './call.js';

export const describe: Verb = {
	spec: {flags: [['-A', '--all-namespaces']], values: [['-l', '--selector']]},
	async run(call) {
		const {given, io} = call;
		await call.look();
		const objects = given.words.length === 1 && !given.words[0]!.includes('/')
			? list(call.cluster, resourceNamed(call, given.words[0]!).kind, call.namespace)
			: namedOnes(call, given.words).map(each => need(call, each));
		io.write(objects.map(object => stringify(object, {lineWidth: 0})).join('\n'));
		return 0;
	},
};

export const logs: Verb = {
	spec: {flags: [['-f', '--follow'], ['-p', '--previous'], '--all-containers'], values: [['-c', '--container'], '--tail', '--since']},
	async run(call) {
		const {given, io} = call;
		await call.look();
		const [word = ''] = given.words;
		const named = namedOnes(call, word.includes('/') ? [word] : ['pod', word]);
		const object = need(call, named[0]!);
		const pods = object.kind === 'Pod' ? [object] : list(call.cluster, 'Pod').filter(({metadata}) => metadata.ownerUid === object.metadata.uid);
		for (const pod of pods) {
			io.say(podStatus(pod).message ?? `${pod.metadata.name} runs`);
		}

		return 0;
	},
};
