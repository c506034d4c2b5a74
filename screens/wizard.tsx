import process from 'node:process';
import {
	Box,
	Text,
	useApp,
	useInput,
	usePaste,
	useStdout,
	useWindowSize,
} from 'ink';
import {
	type ReactNode,
	useLayoutEffect,
	useMemo,
} from 'react';
import type {LabDefinition} from '../source/lab/definition.js';
import type {Step} from '../source/plan/step.js';
import type {RunMode} from '../source/run/run.js';
import type {WizardCore} from './wizard-core.js';
import {CheckListScreen} from './checklist/checklist.js';
import {ErrorBoundary} from './components/error-boundary.js';
import {ConnectionScreen} from './connection/connection.js';
import {HomeScreen} from './home/home.js';
import {keyName} from './keys.js';
import {KeyRouterContext} from './key-router.js';
import {NewLabScreen} from './labs/new-lab.js';
import {RemoveLabScreen} from './labs/remove-lab.js';
import {UseLabScreen} from './labs/use-lab.js';
import {LogScreen} from './log/log.js';
import {useMachine} from './machine.js';
import {NodesScreen} from './nodes/nodes.js';
import {RemovalScreen} from './removal/removal.js';
import {ResumeScreen} from './resume/resume.js';
import type {Route} from './routes.js';
import {RunScreen} from './run/run.js';
import {usePulse} from './use-pulse.js';
import {VariablesScreen} from './variables/variables.js';
import {type RemovalRun, type Wizard, WizardContext} from './wizard-context.js';
import {routeOf, updateWizard} from './wizard-state.js';

const smallest = {columns: 60, rows: 15};

const screens: Readonly<Record<Route, () => ReactNode>> = {
	home: HomeScreen,
	'new-lab': NewLabScreen,
	'use-lab': UseLabScreen,
	'remove-lab': RemoveLabScreen,
	connection: ConnectionScreen,
	nodes: NodesScreen,
	variables: VariablesScreen,
	resume: ResumeScreen,
	removal: RemovalScreen,
	checklist: CheckListScreen,
	run: RunScreen,
	log: LogScreen,
};

type WizardProps = {readonly core: WizardCore};

/**
The wizard: which screen is shown, what lies over it, and who gets the keys.
*/
export function WizardApp({core}: WizardProps) {
	const {services, sessions, questions, router} = core;
	const app = useApp();
	const {stdout} = useStdout();
	const size = useWindowSize();
	const leave = (status: number) => {
		core.status = status;
		app.exit();
	};

	const {state, get, send} = useMachine(updateWizard, core.firstState, () => {
		leave(130);
	});
	usePulse(questions.pulse);
	usePulse(sessions.pulse);
	const isTooSmall = size.columns < smallest.columns || size.rows < smallest.rows;
	const isCovered = isTooSmall || state.isHelpShown || questions.current() !== undefined;
	const plan = useMemo(() => core.planOf(state.definition), [core, state.definition]);

	const use = (definition: LabDefinition | undefined) => {
		core.forgetRun();
		send({kind: 'use', definition});
	};

	const begin = async (steps: readonly Step[], mode: RunMode, more: {readonly removal?: RemovalRun; readonly isWatching?: boolean}) => {
		const {definition} = get();
		if (!definition) {
			return;
		}

		try {
			await core.startRun(definition, steps, mode, more);
			send({kind: 'start at', route: 'run'});
		} catch (error) {
			send({kind: 'say', text: services.explain(error).join(' ')});
		}
	};

	const wizard: Wizard = {
		services,
		sessions,
		questions,
		state,
		plan,
		size,
		isCovered,
		run: core.run,
		go(route) {
			send({kind: 'go', route});
		},
		startAt(route) {
			send({kind: 'start at', route});
		},
		back() {
			send({kind: 'back'});
		},
		say(text) {
			send({kind: 'say', text});
		},
		saveLab(definition) {
			services.shelf.save(definition);
			services.shelf.use(definition.name);
			use(definition);
		},
		useLab(name) {
			services.shelf.use(name);
			use(services.shelf.current());
		},
		removeLab(name) {
			services.shelf.remove(name);
			use(services.shelf.current());
		},
		startRun: async (steps, mode, removal) => begin(steps, mode, {...(removal && {removal})}),
		startWatch: async () => begin(plan.kind === 'plan' ? plan.plan.stages.flatMap(stage => stage.steps) : [], 'until-failure', {isWatching: true}),
		async suspend(task) {
			// The child draws as it is used to; the screens draw rows that must never wrap.
			stdout.write('\u{1B}[?7h');
			try {
				await app.suspendTerminal(task);
			} catch (error) {
				send({kind: 'say', text: services.explain(error).join(' ')});
			} finally {
				stdout.write('\u{1B}[?7l');
			}
		},
		leave,
		exitStatus: () => core.exitStatus(),
	};

	// What a key throws would end the process with the terminal as it is.
	const guarded = <Given extends readonly unknown[]>(take: (...given: Given) => void) => (...given: Given) => {
		try {
			take(...given);
		} catch (error) {
			leaveWithError(error);
		}
	};

	const leaveWithError = (error: unknown) => {
		app.exit(error instanceof Error ? error : new Error(String(error)));
	};

	useInput(guarded((input, key) => {
		const name = keyName(input, key);
		if (name === 'ctrl-c' && !isHandled(name)) {
			stopOrLeave();
			return;
		}

		send({kind: 'key'});
		if (name === 'ctrl-z') {
			void wizard.suspend(stopProcess);
			return;
		}

		if (get().isHelpShown) {
			send({kind: 'help'});
			return;
		}

		if (isTooSmall) {
			return;
		}

		if (name === '?' && !router.top()?.keymap().onText) {
			send({kind: 'help'});
			return;
		}

		// A fast typist's letters may come together.
		const isTyped = [...name].length > 1 && name === input;
		const reason = isTyped ? router.top()?.onPaste(name) : router.top()?.onKey(name);
		if (reason !== undefined) {
			send({kind: 'say', text: reason});
		}
	}));
	usePaste(guarded(text => {
		send({kind: 'key'});
		const reason = router.top()?.onPaste(text);
		if (reason !== undefined) {
			send({kind: 'say', text: reason});
		}
	}));

	const isHandled = (name: string) => router.top()?.keymap().bindings.some(binding => binding.keys.includes(name)) ?? false;
	const stopOrLeave = () => {
		if (core.run && !core.run.isOver) {
			core.run.askHowToStop();
			send({kind: 'start at', route: 'run'});
			return;
		}

		send({kind: 'ctrl-c'});
	};

	// Whatever screen is shown: a run that waits for the person comes to the front.
	useLayoutEffect(() => {
		core.onRequest = () => {
			send({kind: 'start at', route: 'run'});
		};
	}, [core, send]);

	const Screen = screens[routeOf(state)];
	return (
		<ErrorBoundary onError={leaveWithError}>
			<KeyRouterContext value={router}>
				<WizardContext value={wizard}>
					{isTooSmall && <TooSmall {...size}/>}
					<Box display={isTooSmall ? 'none' : 'flex'}>
						<Screen key={state.definition?.id ?? 'none'}/>
					</Box>
				</WizardContext>
			</KeyRouterContext>
		</ErrorBoundary>
	);
}

function TooSmall({columns, rows}: {readonly columns: number; readonly rows: number}) {
	return (
		<Box width={columns} height={Math.max(1, rows - 1)} overflow='hidden'>
			<Text wrap='wrap'>The window is {columns}x{rows}. Please make it at least {smallest.columns}x{smallest.rows}; nothing is lost.</Text>
		</Box>
	);
}

// As the terminal does it: the whole group stops, so that the shell that waits for npx has the terminal. The signal is delivered before the call returns, and
// `fg` goes on behind it; where there is no shell to go back to, the kernel drops it.
async function stopProcess() {
	process.kill(0, 'SIGTSTP');
	await new Promise(resolve => {
		setImmediate(resolve);
	});
}
