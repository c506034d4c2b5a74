import {stepsOf} from '../../source/plan/plan.js';
import {planRewind, rewindStages} from '../../source/plan/rewind.js';
import {teardownSteps} from '../../source/plan/teardown.js';
import {removalLines as linesOfStep, undoPreview} from '../../source/report/undo-preview.js';
import {Frame} from '../components/frame.js';
import {Lines, type StyledLine} from '../components/line.js';
import {topOf} from '../components/list-state.js';
import {Menu} from '../components/menu.js';
import {wrap} from '../components/text.js';
import {fieldSegments} from '../components/text-field.js';
import {useKeymap} from '../key-router.js';
import {useMachine} from '../machine.js';
import {titles} from '../routes.js';
import {colours} from '../theme.js';
import {useDefinition, useWizard} from '../wizard-context.js';
import {removalKeys} from './keys.js';
import {removalLines, stepLines, whatItems} from './lines.js';
import {
	firstPage,
	type RemovalAction,
	type RemovalEffect,
	undoRows,
	updateRemoval,
} from './state.js';

/**
Undo, rewind and teardown: what will go is listed, and the lab's name has to be typed.
*/
export function RemovalScreen() {
	const wizard = useWizard();
	const definition = useDefinition();
	const plan = wizard.plan.kind === 'plan' && definition.server !== undefined ? wizard.plan.plan : undefined;

	const askUndo = async ({step}: Extract<RemovalEffect, {readonly kind: 'ask undo'}>, sendLater: (action: RemovalAction) => void) => {
		try {
			const session = await wizard.sessions.session(definition);
			const undo = await session.askUndo([step]);
			const steps = stepsOf(undo.plan);
			sendLater(steps.length === 0
				? {kind: 'told', lines: [`Nothing is left of ${step.id}.`]}
				: {kind: 'ready', removal: {steps, lines: undoPreview(undo).split('\n'), isLast: false}});
		} catch (error) {
			sendLater({kind: 'told', lines: wizard.services.explain(error)});
		}
	};

	const perform = (effect: RemovalEffect, sendLater: (action: RemovalAction) => void) => {
		switch (effect.kind) {
			case 'ask undo': {
				void askUndo(effect, sendLater);
				break;
			}

			case 'tear down': {
				const steps = teardownSteps(plan!, effect.what);
				const first = effect.what === 'clusters' ? 'This removes the clusters in the VMs of this lab; the VMs stay:' : 'This removes everything of this lab on its server; what is not the lab\'s is left:';
				sendLater({kind: 'ready', removal: {steps, lines: [first, ...steps.flatMap(step => ['', ...linesOfStep(step)])], isLast: effect.what === 'everything'}});
				break;
			}

			case 'rewind': {
				const steps = stepsOf(planRewind(plan!.lab, effect.stage, new Date().toISOString()));
				sendLater({kind: 'ready', removal: {steps, lines: ['This sets the VMs back; what happened in them since is lost:', '', ...steps.flatMap(step => linesOfStep(step))], isLast: false}});
				break;
			}

			case 'run': {
				void wizard.startRun(effect.removal.steps, 'until-failure', {isRemoval: true, isLast: effect.removal.isLast});
				break;
			}

			case 'back': {
				wizard.back();
				break;
			}
		}
	};

	const {state, get, send} = useMachine(updateRemoval, () => firstPage, perform);
	const keysNow = () => removalKeys(get(), plan, definition.name);
	useKeymap(keysNow, send);
	const {page} = state;
	return (
		<Frame title={titles.removal} keymap={keysNow()}>
			{({width, height}) => {
				const text = (lines: readonly string[], colour?: string) => <Lines of={lines.flatMap(each => wrap(each, width)).map((row): StyledLine => [{text: row, colour}])} height={height} width={width}/>;
				if (plan === undefined) {
					return text(wizard.plan.kind === 'none' ? wizard.plan.lines : ['No server is named yet; Connection names it.'], colours.bad);
				}

				switch (page.kind) {
					case 'what': {
						return (
							<>
								<Lines of={[[{text: 'What should go? Nothing is touched before you have seen it and typed the lab\'s name.', isBold: true}], []]} height={2} width={width}/>
								<Menu
									key='what' items={whatItems} digits='refuse' height={height - 2} isActive={!wizard.isCovered} onRefused={wizard.say} onSelect={what => {
										send({kind: 'chose', what, plan});
									}}/>
							</>
						);
					}

					case 'stage': {
						const hint = plan.lab.variables.SNAPSHOTS === 'true' ? 'To the end of which stage?' : 'To the end of which stage? (This lab takes no snapshots now: SNAPSHOTS is false.)';
						return (
							<>
								<Lines of={[[{text: hint, isBold: true}], []]} height={2} width={width}/>
								<Menu
									key='stage' items={rewindStages.map(stage => ({value: stage, label: plan.stages.find(({id}) => id === stage)?.title ?? stage}))}
									digits='refuse' height={height - 2} isActive={!wizard.isCovered} onRefused={wizard.say} onSelect={stage => {
										send({kind: 'rewind to', stage});
									}}/>
							</>
						);
					}

					case 'step': {
						const lines = stepLines(plan, wizard.sessions.standings, page.row);
						return <Lines of={lines.slice(topOf(page.row, undoRows(plan).length, height))} height={height} width={width}/>;
					}

					case 'asking': {
						return text([page.text], colours.accent);
					}

					case 'told': {
						return text(page.lines);
					}

					case 'confirm': {
						const question = `Type the lab's name (${definition.name}) to go on: `;
						return (
							<>
								<Lines of={removalLines(page.removal, width).slice(page.top)} height={height - 2} width={width}/>
								<Lines
									of={[
										[{text: '─'.repeat(width), isDim: true}],
										[{text: question, isBold: true}, ...fieldSegments(page.field, {width: width - question.length})],
									]} height={2} width={width}/>
							</>
						);
					}
				}
			}}
		</Frame>
	);
}
