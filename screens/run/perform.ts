import type {Step} from '../../source/plan/step.js';
import type {Wizard} from '../wizard-context.js';
import type {RunController} from './controller.js';
import type {
	Answer,
	Outside,
	RunScreenAction,
	RunScreenEffect,
} from './screen-state.js';

type Context = {
	readonly wizard: Wizard;
	readonly run: RunController;
	/**
	The step that is looked at.
	*/
	readonly step: Step | undefined;
	readonly send: (action: RunScreenAction) => void;
};

/**
Does what a key on the run screen asks for.
*/
export function performRunEffect(effect: RunScreenEffect, context: Context) {
	switch (effect.kind) {
		case 'answer': {
			answer(effect.answer, context);
			break;
		}

		case 'open editor': {
			void openEditor(effect.text, context);
			break;
		}

		case 'outside': {
			performOutside(effect.what, context);
			break;
		}
	}
}

function performOutside(what: Outside, context: Context) {
	const {wizard, run} = context;
	switch (what) {
		case 'pause': {
			run.stop();
			break;
		}

		case 'go on': {
			void run.goOn();
			break;
		}

		case 'log': {
			void openLog(context);
			break;
		}

		case 'shell': {
			void openShell(context);
			break;
		}

		case 'home': {
			wizard.startAt('home');
			break;
		}
	}
}

function answer(given: Answer, context: Context) {
	const {run, wizard, send} = context;
	switch (given.kind) {
		case 'approve': {
			run.approve(given.answer);
			break;
		}

		case 'decide': {
			run.decide(given.decision);
			break;
		}

		case 'edit': {
			if (run.request?.kind === 'trouble') {
				send({kind: 'start editing', texts: run.request.trouble.step.commands.map(({text}) => text)});
			}

			break;
		}

		case 'log': {
			void openLog(context);
			break;
		}

		case 'shell': {
			void openShell(context);
			break;
		}

		case 'stop': {
			if (given.how === 'leave') {
				run.leave();
				wizard.leave(130);
				break;
			}

			run.stopAnswered(given.how);
			break;
		}
	}
}

// What is asked about comes before what is looked at.
const stepOf = ({run, step}: Context): Step | undefined => run.request?.kind === 'trouble' ? run.request.trouble.step : step;

async function openEditor(text: string, {wizard, send}: Context) {
	await wizard.suspend(async () => {
		const edited = await wizard.services.edit(text);
		if (edited !== undefined) {
			send({kind: 'editing', action: {kind: 'edited elsewhere', text: edited}});
		}
	});
}

async function openLog(context: Context) {
	const {wizard, run} = context;
	const step = stepOf(context);
	const log = step && (run.progress.steps.get(step.id)?.log ?? run.options.pastRuns.lastLog(step.id));
	if (log === undefined) {
		wizard.say('This step has no output yet.');
		return;
	}

	await wizard.suspend(async () => wizard.services.pager(log));
}

async function openShell(context: Context) {
	const {wizard, run} = context;
	const step = stepOf(context);
	if (!step) {
		return;
	}

	try {
		const place = run.progress.steps.get(step.id)?.command?.place ?? step.place;
		const session = await run.options.session();
		const argv = await session.terminal(place);
		await wizard.suspend(async () => wizard.services.runInTerminal(argv));
	} catch (error) {
		wizard.say(wizard.services.explain(error).join(' '));
	}
}
