import {useAnimation, useStdout} from 'ink';
import {useEffect} from 'react';
import type {Plan} from '../../source/plan/step.js';
import {Frame} from '../components/frame.js';
import {Lines, type StyledLine} from '../components/line.js';
import {topOf} from '../components/list-state.js';
import {cut, wrap} from '../components/text.js';
import {useKeymap} from '../key-router.js';
import {useMachine} from '../machine.js';
import {titles} from '../routes.js';
import {usePulse} from '../use-pulse.js';
import {useWizard} from '../wizard-context.js';
import type {RunController} from './controller.js';
import {runKeys} from './keys.js';
import {
	commandLines,
	editLines,
	outputLines,
	reasonLines,
	requestLines,
	stepLines,
} from './lines.js';
import {performRunEffect} from './perform.js';
import {activeLines, summaryLine} from './progress-lines.js';
import {chosenStep, rowInSight} from './rows.js';
import {updateRunScreen, watching} from './screen-state.js';

/**
The run, or that there is none.
*/
export function RunScreen() {
	const {run, startAt} = useWizard();
	return run
		? <RunView run={run}/>
		: <NoRun onBack={() => {
			startAt('home');
		}}/>;
}

function NoRun({onBack}: {readonly onBack: () => void}) {
	const keymap = {
		bindings: [{
			keys: ['escape', 'enter', 'q'], does: 'home', action: 'back', isHint: true,
		}],
	} as const;
	useKeymap(() => keymap, onBack);
	return <Frame title={titles.run} keymap={keymap}>{({width, height}) => <Lines of={[[{text: 'Nothing runs.'}]]} height={height} width={width}/>}</Frame>;
}

const stageTitleOf = (plan: Plan | undefined) => (id: string) => plan?.stages.find(stage => stage.id === id)?.title ?? id;

/**
Stages and steps with their states, the command that runs and where, its output as it comes, and what the run asks.
*/
function RunView({run}: {readonly run: RunController}) {
	const wizard = useWizard();
	const {stdout} = useStdout();
	usePulse(run.pulse);
	// The clock of what runs; a second is enough.
	useAnimation({interval: 1000, isActive: !run.isOver});
	const {state, get, send} = useMachine(updateRunScreen, () => watching, (effect, sendLater) => {
		performRunEffect(effect, {
			wizard, run, step: chosenStep(get(), run), send: sendLater,
		});
	});
	useKeymap(() => runKeys(get(), run), send);
	const needsPerson = run.isOver || run.request !== undefined;
	useEffect(() => {
		const {startedAt} = run.progress;
		if (needsPerson && startedAt !== undefined && Date.now() - startedAt > longRunMs) {
			stdout.write('\u{7}');
		}
	}, [needsPerson, run, stdout]);

	const plan = wizard.plan.kind === 'plan' ? wizard.plan.plan : undefined;
	return (
		<Frame title={titles.run} keymap={runKeys(state, run)}>
			{({width, height}) => {
				const now = Date.now();
				const row = state.chosen ?? rowInSight(run);
				const step = chosenStep(state, run);
				const asked = state.editing && run.request?.kind === 'trouble' && !run.isStopAsked ? editLines(state.editing, width) : requestLines(state, run, width);
				const errors = (run.error ?? []).flatMap(text => wrap(text, width)).map((text): StyledLine => [{text, colour: 'red'}]);
				const lower = [...asked.length === 0 ? reasonLines(run, step, width) : asked, ...errors];
				const lowerHeight = Math.min(lower.length, height - 4);
				const room = height - 1 - lowerHeight;
				const active = activeLines(run, step, {now, width, height: Math.max(2, Math.floor(room * 0.4))});
				// Where those that run have lines of their own, the list is for choosing another.
				const listHeight = Math.max(2, Math.floor((room - active.length) * (lowerHeight > 0 || active.length > 0 ? 0.3 : 0.4)));
				const left = room - active.length - listHeight;
				const commandHeight = active.length > 0 ? Math.min(3, Math.floor(left / 3)) : Math.min(4, Math.max(0, left - 2));
				const outputHeight = Math.max(0, left - commandHeight - 1);
				const steps = stepLines(run, row, stageTitleOf(plan), {now, width});
				const output = outputLines(run, step, state, outputHeight);
				return (
					<>
						<Lines of={[summaryLine(run, now)]} height={1} width={width}/>
						{active.length > 0 && <Lines of={active} height={active.length} width={width}/>}
						<Lines of={steps.slice(topOf(row, steps.length, listHeight))} height={listHeight} width={width}/>
						<Lines of={commandLines(run, step, width, commandHeight)} height={commandHeight} width={width}/>
						{left > commandHeight && <Lines of={[[{text: ruler(width, state.scroll, active.length > 0 ? step?.id : undefined), isDim: true}]]} height={1} width={width}/>}
						<Lines of={output} height={outputHeight} width={width}/>
						<Lines of={lower} height={lowerHeight} width={width}/>
					</>
				);
			}}
		</Frame>
	);
}

const longRunMs = 30_000;

// Where several run, it says whose output it is.
function ruler(width: number, scroll: number, step: string | undefined): string {
	const whose = step === undefined ? '' : ` of ${step}`;
	const label = scroll === 0 ? `─ output${whose} ` : `─ output${whose}, ${scroll} lines above its end; f follows it `;
	return cut(label, width).padEnd(width, '─');
}
