import {Box} from 'ink';
import type {Question} from '../../source/connection/connection.js';
import type {BodySize} from '../components/frame.js';
import {Lines, type StyledLine} from '../components/line.js';
import {fieldSegments} from '../components/text-field.js';
import {visible, wrap} from '../components/text.js';
import {ranks, useKeymap} from '../key-router.js';
import {hints} from '../keys.js';
import {useMachine} from '../machine.js';
import {colours} from '../theme.js';
import {useWizard} from '../wizard-context.js';
import {questionKeys} from './question-keys.js';
import {emptyAnswer, questionText, updateQuestion} from './question-state.js';

type QuestionProps = BodySize & {readonly question: Question};

/**
A question of the engine, over whatever screen is shown. A secret lives in this state until it is answered, and nowhere else.
*/
export function QuestionView({question, width, height}: QuestionProps) {
	const {questions} = useWizard();
	const {state, send} = useMachine(updateQuestion, () => emptyAnswer, ({answer}) => {
		questions.answer(answer);
	});
	const keymap = questionKeys(question);
	useKeymap(() => keymap, send, ranks.question);
	const text = questionText(question).flatMap(each => wrap(visible(each), width)).map((each): StyledLine => [{text: each}]);
	const field: StyledLine[] = question.kind === 'secret' ? [[{text: '❯ ', colour: colours.accent}, ...fieldSegments(state.field, {width: width - 2, isMasked: !question.isEchoed})]] : [];
	const lines: readonly StyledLine[] = [
		[{text: question.kind === 'host-key' ? 'A host key' : 'A secret', isBold: true, colour: colours.local}],
		[],
		...text,
		[],
		...field,
		[],
		[{text: hints(keymap).join(' · '), isDim: true}],
	];
	return <Box height={height} flexShrink={0}><Lines of={lines} height={height} width={width}/></Box>;
}
