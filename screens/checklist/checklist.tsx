import {useMemo} from 'react';
import {type BodySize, Frame} from '../components/frame.js';
import {Lines, type StyledLine, textOf} from '../components/line.js';
import {fieldSegments} from '../components/text-field.js';
import {useKeymap} from '../key-router.js';
import {useMachine} from '../machine.js';
import {titles} from '../routes.js';
import {colours} from '../theme.js';
import {useWizard} from '../wizard-context.js';
import {checklistKeys} from './keys.js';
import {checklistLines} from './lines.js';
import {
	type ChecklistState,
	checklistState,
	type Page,
	updateChecklist,
} from './state.js';

/**
Every step with its commands and where they run. Runs nothing.
*/
export function CheckListScreen() {
	const wizard = useWizard();
	const {plan, size} = wizard;
	const width = size.columns - 2;
	const lines = useMemo(() => plan.kind === 'plan' ? checklistLines(plan.plan, width) : plan.lines.map((text): StyledLine => [{text, colour: colours.bad}]), [plan, width]);
	const texts = useMemo(() => lines.map(styled => textOf(styled)), [lines]);
	const page: Page = {texts, height: size.rows - 5};
	const {state, get, send} = useMachine(updateChecklist, () => checklistState, () => {
		wizard.back();
	});
	const keysNow = () => checklistKeys(get(), page);
	useKeymap(keysNow, send);
	const view = ({width: columns, height}: BodySize) => (
		<>
			<Lines of={lines.slice(state.top).map((styled, index) => marked(styled, state, state.top + index))} height={height - 1} width={columns}/>
			<Lines of={[footer(state, texts.length, columns)]} height={1} width={columns}/>
		</>
	);
	return <Frame title={titles.checklist} keymap={keysNow()}>{view}</Frame>;
}

const marked = (styled: StyledLine, {search}: ChecklistState, line: number): StyledLine =>
	search.kind === 'found' && search.line === line ? [{text: '▸', colour: colours.local}, {text: textOf(styled).slice(1), colour: colours.local, isBold: true}] : styled;

function footer({search, top, notice}: ChecklistState, lineCount: number, width: number): StyledLine {
	return search.kind === 'typing' ? [{text: '/'}, ...fieldSegments(search.field, {width: width - 1})] : [{text: notice === '' ? `line ${top + 1} of ${lineCount}` : notice, isDim: notice === ''}];
}
