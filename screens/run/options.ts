import type {Request} from './controller.js';
import type {Answer} from './screen-state.js';

export type Option = {
	readonly key: string;
	readonly label: string;
	readonly answer: Answer;
};

/**
What can be answered to what is asked now: how to stop comes before what the run itself asks.
*/
export function optionsOf(request: Request | undefined, isStopAsked: boolean): readonly Option[] {
	if (isStopAsked) {
		return [
			{key: 'w', label: 'wait: what runs goes on to its end, nothing new starts', answer: {kind: 'stop', how: 'wait'}},
			{key: 'l', label: 'leave the wizard; what was started goes on there', answer: {kind: 'stop', how: 'leave'}},
			{key: 'c', label: 'cancel what runs: its processes there are ended', answer: {kind: 'stop', how: 'cancel'}},
			{key: 'g', label: 'go on after all', answer: {kind: 'stop', how: 'go on'}},
		];
	}

	if (request?.kind === 'approve') {
		return [
			{key: 'r', label: request.scope === 'stage' ? 'run the stage' : 'run it', answer: {kind: 'approve', answer: 'run'}},
			{key: 's', label: 'skip this step', answer: {kind: 'approve', answer: 'skip'}},
			{key: 'x', label: 'stop here', answer: {kind: 'approve', answer: 'stop'}},
		];
	}

	if (request?.kind === 'trouble') {
		const isManual = request.trouble.state === 'needs you';
		const retry: Option = {key: 'r', label: 'try it again', answer: {kind: 'decide', decision: {kind: 'retry'}}};
		const done: Option = {key: 'm', label: isManual ? 'it is done: prove it' : 'mark as done, if its proof holds', answer: {kind: 'decide', decision: {kind: 'mark-done'}}};
		return [
			...(isManual ? [done, retry] : [retry]),
			{key: 'e', label: 'edit the commands for this run', answer: {kind: 'edit'}},
			...(isManual ? [] : [done]),
			{key: 's', label: 'skip it, and what needs it', answer: {kind: 'decide', decision: {kind: 'skip'}}},
			{key: 'l', label: 'read its whole output', answer: {kind: 'log'}},
			{key: 't', label: 'a terminal there', answer: {kind: 'shell'}},
			{key: 'x', label: 'stop here', answer: {kind: 'decide', decision: {kind: 'stop'}}},
		];
	}

	return [];
}
