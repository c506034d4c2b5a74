import {Help} from '../help/help.js';
import {QuestionView} from '../connection/question.js';
import {useWizard} from '../wizard-context.js';
import type {BodySize} from './frame.js';

/**
What lies over a screen: the keys, or a question of the engine.
*/
export function Overlay(size: BodySize) {
	const {questions, state} = useWizard();
	if (state.isHelpShown) {
		return <Help {...size}/>;
	}

	const waiting = questions.current();
	return waiting ? <QuestionView key={waiting.id} question={waiting.question} {...size}/> : null;
}
