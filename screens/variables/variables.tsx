import {Box} from 'ink';
import {type BodySize, Frame} from '../components/frame.js';
import {Lines, type StyledLine} from '../components/line.js';
import {topOf} from '../components/list-state.js';
import {useKeymap} from '../key-router.js';
import {useMachine} from '../machine.js';
import {titles} from '../routes.js';
import {colours} from '../theme.js';
import {useDefinition, useWizard} from '../wizard-context.js';
import {derivedLines} from './derived.js';
import {variablesKeys} from './keys.js';
import {aboutLines, problemsOf, variableLines} from './lines.js';
import {
	definitionAsTyped,
	type VariablesEffect,
	variablesState,
	updateVariables,
} from './state.js';

const wideFrom = 108;

/**
The variables and choices, changed in place, with what they derive.
*/
export function VariablesScreen() {
	const wizard = useWizard();
	const definition = useDefinition();
	const {state, get, send} = useMachine(updateVariables, () => variablesState(definition), (effect: VariablesEffect) => {
		if (effect.kind === 'save') {
			wizard.saveLab(effect.definition);
			wizard.say('Saved.');
		}

		wizard.back();
	});
	useKeymap(() => variablesKeys(get()), send);
	const view = ({width, height}: BodySize) => {
		const isWide = width >= wideFrom;
		const formWidth = isWide ? 64 : width;
		const sideWidth = isWide ? width - formWidth - 2 : width;
		const sideHeight = isWide ? height : Math.max(4, Math.floor(height * 0.5));
		const formHeight = isWide ? height : height - sideHeight;
		const problems = problemsOf(state);
		const side: readonly StyledLine[] = [
			...(isWide ? [] : [[{text: '─'.repeat(width), isDim: true}]]),
			...aboutLines(state, problems, sideWidth),
			[{text: state.topic, isBold: true, colour: colours.accent}, {text: '  Tab shows more', isDim: true}],
			...derivedLines(definitionAsTyped(state), state.topic),
		];
		const form = variableLines(state, problems, formWidth);
		return (
			<Box flexDirection={isWide ? 'row' : 'column'} height={height} flexShrink={0} gap={isWide ? 2 : 0}>
				<Box flexDirection='column' width={formWidth} flexShrink={0}><Lines of={form.slice(topOf(state.row, form.length, formHeight))} height={formHeight} width={formWidth}/></Box>
				<Box flexDirection='column' width={sideWidth} flexShrink={0}><Lines of={side} height={sideHeight} width={sideWidth}/></Box>
			</Box>
		);
	};

	return <Frame title={titles.variables} keymap={variablesKeys(state)}>{view}</Frame>;
}
