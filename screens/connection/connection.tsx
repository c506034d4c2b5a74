import {checkServer} from '../../source/lab/server.js';
import {remoteServer} from '../../source/shell/place.js';
import {Frame} from '../components/frame.js';
import {
	bold,
	dim,
	Lines,
	type StyledLine,
} from '../components/line.js';
import {fieldSegments} from '../components/text-field.js';
import {visible, wrap} from '../components/text.js';
import {useKeymap} from '../key-router.js';
import {useMachine} from '../machine.js';
import {titles} from '../routes.js';
import {colours} from '../theme.js';
import {useDefinition, useWizard} from '../wizard-context.js';
import {connectionKeys} from './keys.js';
import {
	type ConnectionAction,
	type ConnectionEffect,
	connectionState,
	type Test,
	updateConnection,
} from './state.js';

/**
The server: named, and reached to see whether it can be.
*/
export function ConnectionScreen() {
	const wizard = useWizard();
	const definition = useDefinition();
	const saved = definition.server ?? '';
	const perform = (effect: ConnectionEffect, sendLater: (action: ConnectionAction) => void) => {
		switch (effect.kind) {
			case 'save and test': {
				void test(effect.server, sendLater);
				break;
			}

			case 'terminal': {
				void openTerminal();
				break;
			}

			case 'nodes': {
				wizard.startAt('nodes');
				break;
			}

			case 'back': {
				wizard.back();
				break;
			}
		}
	};

	const {state, get, send} = useMachine(updateConnection, () => connectionState(definition.server), perform);
	const test = async (server: string, sendLater: (action: ConnectionAction) => void) => {
		const changed = server === definition.server ? definition : {...definition, server};
		if (changed !== definition) {
			wizard.saveLab(changed);
		}

		try {
			// A new attempt asks for secrets anew.
			await wizard.sessions.close();
			const session = await wizard.sessions.session(changed);
			await session.reach(remoteServer);
			sendLater({kind: 'tested', test: {kind: 'reached', server}});
		} catch (error) {
			sendLater({kind: 'tested', test: {kind: 'failed', server, lines: wizard.services.explain(error)}});
		}
	};

	const openTerminal = async () => {
		try {
			const session = await wizard.sessions.session(definition);
			const argv = await session.terminal(remoteServer);
			await wizard.suspend(async () => wizard.services.runInTerminal(argv));
		} catch (error) {
			wizard.say(wizard.services.explain(error).join(' '));
		}
	};

	const keysNow = () => connectionKeys({state: get(), problem: checkServer(get().field.text)?.message, saved});
	useKeymap(keysNow, send);
	const problem = state.field.text === '' ? undefined : checkServer(state.field.text);
	return (
		<Frame title={titles.connection} keymap={keysNow()}>
			{({width, height}) => {
				const field = state.isTyping ? fieldSegments(state.field, {width: width - 9}) : [{text: visible(state.field.text), colour: colours.server}];
				const lines: readonly StyledLine[] = [
					[bold('Server   '), ...field],
					...(problem ? [problem.message, problem.reason].flatMap(text => wrap(text, width - 9)).map((text): StyledLine => [{text: `         ${text}`, colour: colours.bad}]) : []),
					[],
					...[
						'USER@HOST, USER@HOST:PORT, or an alias of your ~/.ssh/config, which is honoured: port, keys, agent, ProxyJump.',
						'this-host means that the wizard runs on the server itself.',
					].flatMap(text => wrap(text, width)).map((text): StyledLine => [dim(text)]),
					[],
					...testLines(state.test, width),
				];
				return <Lines of={lines} height={height} width={width}/>;
			}}
		</Frame>
	);
}

function testLines(test: Test, width: number): readonly StyledLine[] {
	switch (test.kind) {
		case 'none': {
			return [];
		}

		case 'reaching': {
			return [[{text: `… reaching ${visible(test.server)}`, colour: colours.accent}]];
		}

		case 'reached': {
			return [[{text: `✓ ${visible(test.server)} was reached.`, colour: colours.good}]];
		}

		case 'failed': {
			return test.lines.flatMap((text, index) => wrap(index === 0 ? `✗ ${text}` : text, width).map((row): StyledLine => [{text: row, ...(index === 0 && {colour: colours.bad})}]));
		}
	}
}
