import {Frame} from '../components/frame.js';
import {Lines, type StyledLine} from '../components/line.js';
import {fieldSegments} from '../components/text-field.js';
import {wrap} from '../components/text.js';
import {useKeymap} from '../key-router.js';
import {useMachine} from '../machine.js';
import {colours} from '../theme.js';
import {useWizard} from '../wizard-context.js';
import {
	nameKeys,
	nameState,
	updateName,
} from './name-state.js';

type NameFormProps = {
	readonly title: string;
	readonly introduction: readonly string[];
	readonly label: string;
	readonly proposal: string;
	/**
	What Enter does.
	*/
	readonly does: string;
	/**
	Why this name will not do, or nothing.
	*/
	readonly check: (name: string) => readonly string[];
	readonly onName: (name: string) => void;
};

/**
One name, typed, with the rule at the field.
*/
export function NameForm({title, introduction, label, proposal, does, check, onName}: NameFormProps) {
	const wizard = useWizard();
	const {state, get, send} = useMachine(updateName, () => nameState(proposal), effect => {
		if (effect.kind === 'back') {
			wizard.back();
			return;
		}

		onName(effect.name);
	});
	const keysNow = () => nameKeys(does, check(get().field.text)[0]);
	useKeymap(keysNow, send);
	const problems = check(state.field.text);
	return (
		<Frame title={title} keymap={keysNow()}>
			{({width, height}) => (
				<Lines
					height={height} width={width} of={[
						...introduction.flatMap(text => wrap(text, width)).map((text): StyledLine => [{text}]),
						[],
						[{text: `${label} `, isBold: true}, ...fieldSegments(state.field, {width: width - label.length - 1})],
						...problems.flatMap(text => wrap(text, width)).map((text): StyledLine => [{text, colour: colours.bad}]),
					]}/>
			)}
		</Frame>
	);
}
