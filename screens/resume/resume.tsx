import {useEffect} from 'react';
import {Frame} from '../components/frame.js';
import {Lines, type StyledLine} from '../components/line.js';
import {topOf} from '../components/list-state.js';
import {Menu} from '../components/menu.js';
import {count, wrap} from '../components/text.js';
import {atWorkText, standingText} from '../home/state.js';
import {useKeymap} from '../key-router.js';
import {useMachine} from '../machine.js';
import {titles} from '../routes.js';
import {colours} from '../theme.js';
import {useDefinition, useWizard} from '../wizard-context.js';
import {resumeKeys} from './keys.js';
import {pickLines, stageLines} from './lines.js';
import {
	firstPage,
	modeItems,
	pickRows,
	type ResumeEffect,
	updateResume,
	whatItems,
} from './state.js';

/**
Where the lab stands, and what to run: stages with counts, steps under them, and how often to be asked.
*/
export function ResumeScreen() {
	const wizard = useWizard();
	const definition = useDefinition();
	const {sessions} = wizard;
	const plan = wizard.plan.kind === 'plan' ? wizard.plan.plan : undefined;
	const isReady = plan !== undefined && definition.server !== undefined;
	const {state, get, send} = useMachine(updateResume, () => firstPage, (effect: ResumeEffect) => {
		switch (effect.kind) {
			case 'look': {
				void sessions.look(definition);
				break;
			}

			case 'run': {
				void wizard.startRun(effect.steps, effect.mode);
				break;
			}

			case 'removal': {
				wizard.go('removal');
				break;
			}

			case 'back': {
				wizard.back();
				break;
			}
		}
	});
	const isLooking = sessions.looking.kind === 'asking';
	const keysNow = () => resumeKeys(get(), isReady ? plan : undefined, sessions.looking.kind === 'asking');
	useKeymap(keysNow, send);
	useEffect(() => {
		if (isReady && sessions.looking.kind === 'not asked') {
			void sessions.look(definition);
		}
	}, [isReady, sessions, definition]);

	const {page} = state;
	return (
		<Frame title={titles.resume} keymap={keysNow()}>
			{({width, height}) => {
				if (!isReady) {
					const lines = plan === undefined && wizard.plan.kind === 'none' ? wizard.plan.lines : ['No server is named yet; Connection names it.'];
					return <Lines of={lines.flatMap(text => wrap(text, width)).map((text): StyledLine => [{text, colour: colours.bad}])} height={height} width={width}/>;
				}

				const atWork = atWorkText(sessions.atWork);
				const standing = [
					...wrap(standingText(sessions.looking, sessions.standings, plan), width).slice(0, 3).map((text): StyledLine => [{text, colour: isLooking ? colours.accent : undefined}]),
					...(atWork === undefined ? [] : wrap(`${atWork} Home offers to watch it.`, width).slice(0, 2).map((text): StyledLine => [{text, colour: colours.local}])),
				];
				if (page.kind === 'pick') {
					const top = topOf(page.row, pickRows(plan).length, height - standing.length);
					return <Lines of={[...standing, ...pickLines(plan, sessions.standings, page.row).slice(top)]} height={height} width={width}/>;
				}

				const items = page.kind === 'mode' ? modeItems.length : whatItems(plan, sessions.standings).length;
				const above: readonly StyledLine[] = [
					...standing,
					[],
					...stageLines(plan, sessions.standings),
					[],
					[{text: page.kind === 'mode' ? `How should ${count(page.steps.length, 'step')} run?` : 'What should run?', isBold: true}],
				];
				const aboveHeight = Math.min(above.length, height - items);
				// What is asked stands last and must be seen; the stages give way in a small window.
				const shown = above.length > aboveHeight ? [...above.slice(0, Math.max(0, aboveHeight - 1)), above.at(-1)!] : above;
				return (
					<>
						<Lines of={shown} height={aboveHeight} width={width}/>
						{page.kind === 'mode'
							? (
								<Menu
									key='mode' items={modeItems} digits='refuse' height={height - aboveHeight} isActive={!wizard.isCovered} onRefused={wizard.say} onSelect={mode => {
										send({kind: 'run', mode});
									}}/>
							)
							: (
								<Menu
									key='what' items={whatItems(plan, sessions.standings)} digits='refuse' height={height - aboveHeight}
									isActive={!wizard.isCovered} onRefused={wizard.say} onSelect={what => {
										send({
											kind: 'chose', what, plan, standings: sessions.standings,
										});
									}}/>
							)}
					</>
				);
			}}
		</Frame>
	);
}
