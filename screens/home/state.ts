import type {Looking} from '../session-desk.js';
import type {AtWork} from '../../source/run/attach.js';
import type {Standing} from '../../source/run/probe-all.js';
import type {Plan} from '../../source/plan/step.js';
import {count} from '../components/text.js';
import type {MenuItem} from '../components/menu.js';

export type HomeChoice = 'run' | 'watch' | 'resume' | 'nodes' | 'variables' | 'connection' | 'checklist' | 'log' | 'new-lab' | 'use-lab' | 'remove-lab' | 'rehearse' | 'quit';

type Situation = {
	readonly hasLab: boolean;
	readonly labCount: number;
	readonly isRunOn: boolean;
	/**
	There is no server yet to do anything on.
	*/
	readonly canRehearse?: boolean;
	/**
	Somebody holds the lab, or something runs there.
	*/
	readonly isAtWork?: boolean;
};

/**
What home offers.
*/
export function homeItems({hasLab, labCount, isRunOn, isAtWork = false, canRehearse = false}: Situation): ReadonlyArray<MenuItem<HomeChoice>> {
	const ofLab: ReadonlyArray<MenuItem<HomeChoice>> = [
		isRunOn ? {value: 'run', label: 'Back to the run'} : {value: 'resume', label: 'Continue: set the lab up, or go on where it stands'},
		...(isAtWork && !isRunOn ? [{value: 'watch', label: 'Watch what runs there (read-only)'} as const] : []),
		{value: 'nodes', label: 'Nodes: the six arrays'},
		{value: 'variables', label: 'Variables and choices'},
		{value: 'connection', label: 'Connection: the server'},
		{value: 'checklist', label: 'Checklist: every step and its commands'},
		{value: 'log', label: 'Log: what a step printed'},
	];
	return [
		...(hasLab ? ofLab : []),
		{value: 'new-lab', label: 'New lab'},
		...(labCount > (hasLab ? 1 : 0) ? [{value: 'use-lab', label: 'Use another lab'} as const] : []),
		...(hasLab ? [{value: 'remove-lab', label: 'Remove a lab from this machine'} as const] : []),
		...(canRehearse ? [{value: 'rehearse', label: 'Rehearse: try all of it without a server'} as const] : []),
		{value: 'quit', label: 'Quit'},
	];
}

/**
Who is at work on the lab, in a sentence; undefined when nobody is.
*/
export function atWorkText(atWork: AtWork | undefined): string | undefined {
	if (atWork === undefined || (atWork.holder === undefined && atWork.running.length === 0)) {
		return undefined;
	}

	const running = atWork.running.length === 0 ? 'nothing runs at the moment' : `${atWork.running.map(({step}) => step).join(', ')} ${atWork.running.length === 1 ? 'runs' : 'run'}`;
	return atWork.holder === undefined ? `Left running by an earlier wizard: ${running}. Continuing follows it to its end.` : `At work: ${atWork.holder}; ${running}.`;
}

/**
Where the lab stands, in a sentence.
*/
export function standingText(looking: Looking, standings: ReadonlyMap<string, Standing>, plan: Plan | undefined): string {
	const steps = plan?.stages.filter(stage => !stage.isApart).flatMap(stage => stage.steps) ?? [];
	const done = steps.filter(step => standings.get(step.id) === 'done').length;
	switch (looking.kind) {
		case 'not asked': {
			return 'Where it stands: not asked yet; p asks the lab, and changes nothing.';
		}

		case 'asking': {
			return `Asking the lab: ${standings.size} of ${count(steps.length, 'step')} answered, ${done} done.`;
		}

		case 'told': {
			const unreachable = steps.filter(step => standings.get(step.id) === 'unreachable').length;
			return `Where it stands: ${done} of ${count(steps.length, 'step')} done${unreachable > 0 ? `, ${unreachable} can't be asked` : ''}.`;
		}

		case 'failed': {
			return looking.lines.join(' ');
		}
	}
}
