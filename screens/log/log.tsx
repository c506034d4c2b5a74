import {useMemo} from 'react';
import type {Step} from '../../source/plan/step.js';
import {Frame} from '../components/frame.js';
import {Lines, type StyledLine} from '../components/line.js';
import {moveBindings, topOf} from '../components/list-state.js';
import type {Keymap} from '../keys.js';
import {useKeymap} from '../key-router.js';
import {useMachine} from '../machine.js';
import {titles} from '../routes.js';
import {colours} from '../theme.js';
import {useDefinition, useWizard} from '../wizard-context.js';
import {type LogAction, logState, updateLog} from './state.js';

const logKeys = (count: number): Keymap<LogAction> => ({
	bindings: [
		{
			keys: ['enter', 'l'], does: 'read it', action: {kind: 'open'}, whyNot: count === 0 ? 'No step of this lab has run from this machine yet.' : undefined, isHint: true,
		},
		{
			keys: ['escape', 'q'], does: 'back', action: {kind: 'back'}, isHint: true,
		},
		...moveBindings<LogAction>(move => ({kind: 'move', move, count})),
	],
});

/**
What the steps printed when they last ran, in the person's pager.
*/
export function LogScreen() {
	const wizard = useWizard();
	const definition = useDefinition();
	const {plan, services} = wizard;
	const logged = useMemo(() => {
		const past = services.pastRuns(definition);
		const steps = plan.kind === 'plan' ? plan.plan.stages.flatMap(stage => stage.steps) : [];
		return steps.flatMap((step): ReadonlyArray<{readonly step: Step; readonly log: string}> => {
			const log = past.lastLog(step.id);
			return log === undefined ? [] : [{step, log}];
		});
	}, [services, definition, plan]);
	const {state, send} = useMachine(updateLog, () => logState, effect => {
		if (effect.kind === 'back') {
			wizard.back();
			return;
		}

		const chosen = logged[effect.row];
		if (chosen) {
			void wizard.suspend(async () => services.pager(chosen.log));
		}
	});
	const keymap = logKeys(logged.length);
	useKeymap(() => keymap, send);
	return (
		<Frame title={titles.log} keymap={keymap}>
			{({width, height}) => {
				const lines = logged.map(({step}, row): StyledLine => [
					{text: row === state.row ? '❯ ' : '  ', colour: colours.accent},
					{text: step.title, isBold: row === state.row},
					{text: `  ${step.id}`, isDim: true},
				]);
				const shown = lines.length > 0 ? lines.slice(topOf(state.row, lines.length, height)) : [[{text: 'No step of this lab has run from this machine yet.'}]];
				return <Lines of={shown} height={height} width={width}/>;
			}}
		</Frame>
	);
}
