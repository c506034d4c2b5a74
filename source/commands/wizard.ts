import {exitStatus} from './exit-status.js';
import {chosenLab, openLabs} from './labs.js';
import {showStatus} from './status.js';
import {type Command, type Context, print} from './surroundings.js';
import {makeServices} from './wizard-services.js';

/**
The wizard: screens, or lines where screens can't be or are not wanted.
*/
export const command: Command = async context => {
	if (isPlain(context)) {
		return plain(context);
	}

	const store = await openLabs(context);
	let isRehearsalWanted = false;
	const status = await context.startWizard(makeServices(store, chosenLab(context, store), context, () => {
		isRehearsalWanted = true;
	}));
	if (!isRehearsalWanted) {
		return status;
	}

	const rehearse = await import('./rehearse.js');
	return rehearse.command({
		...context, given: {
			...context.given, command: 'rehearse', rehearsed: 'wizard', values: new Map([...context.given.values].filter(([name]) => name !== 'lab')),
		},
	});
};

/**
Without a terminal to draw in, in CI, for a terminal without cursor, or for a screen reader.
*/
export function isPlain({given, input, output, environment}: Context): boolean {
	const isSet = (value: string | undefined) => value !== undefined && !['', '0', 'false'].includes(value);
	return given.flags.has('plain')
		|| !input.isTTY
		|| !output.isTTY
		|| environment.TERM === 'dumb'
		|| isSet(environment.CI)
		|| isSet(environment.INK_SCREEN_READER);
}

async function plain(context: Context): Promise<number> {
	const definition = chosenLab(context, await openLabs(context));
	if (definition?.server === undefined) {
		print(context, definition === undefined
			? 'There is no lab yet. What the documents set up: dpu-wizard checklist\nDescribe one: dpu-wizard lab new NAME --server USER@HOST\nTry it without a server: dpu-wizard rehearse'
			: `The lab ${definition.name} has no server yet.\nName it: dpu-wizard lab set --lab ${definition.name} --server USER@HOST`);
		return exitStatus.done;
	}

	const status = await showStatus(context, definition);
	print(context, [
		'',
		'dpu-wizard checklist            every step and its commands',
		'dpu-wizard run                  run what is not done yet',
		'dpu-wizard run --only STEP...   run some steps',
		'dpu-wizard log STEP             a step\'s last output',
		'dpu-wizard --help               everything else',
	].join('\n'));
	return status;
}
