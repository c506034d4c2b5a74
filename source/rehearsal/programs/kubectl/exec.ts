import {Refusal} from '../../program.js';
import {execInPod} from '../../kubernetes/exec.js';
import {findResource} from '../../kubernetes/resources.js';
import {podStatus} from '../../kubernetes/views.js';
import {need, type Verb} from './call.js';

export const exec: Verb = {
	spec: {flags: [['-i', '--stdin'], ['-t', '--tty'], ['-q', '--quiet']], values: [['-c', '--container'], '--pod-running-timeout']},
	async run(call) {
		const {given, io, cluster} = call;
		const [name, ...others] = given.words;
		if (name === undefined || (given.rest ?? others).length === 0) {
			throw new Refusal('error: pod, type/name or --filename must be specified');
		}

		if (given.rest === undefined) {
			throw new Refusal('error: exec [POD] [COMMAND] is not supported anymore. Use exec [POD] -- [COMMAND] instead');
		}

		const context = await call.look();
		const pod = need(call, {resource: findResource(cluster, 'pod')!, name: name.replace(/^pods?\//v, '')});
		if (podStatus(pod).phase !== 'Running') {
			throw new Refusal(`error: unable to upgrade connection: container not found ("${name}")`);
		}

		const {out, status} = execInPod(pod, given.rest, context);
		await io.work(status === 0 ? 0.3 : 2);
		io.write(out);
		if (status !== 0) {
			io.complain(`command terminated with exit code ${status}`);
		}

		return status;
	},
};
