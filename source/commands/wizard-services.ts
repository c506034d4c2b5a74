import {
	mkdtemp,
	readFile,
	rm,
	writeFile,
} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import type {Ask} from '../connection/connection.js';
import {newDefinition} from '../lab/defaults.js';
import type {LabDefinition} from '../lab/definition.js';
import {labDirectory} from '../lab/paths.js';
import type {Store} from '../lab/store.js';
import {validLab} from '../lab/validate.js';
import {makePlan} from '../plan/plan.js';
import type {Step} from '../plan/step.js';
import {selectSteps} from '../plan/selection.js';
import {explainError} from '../report/error-text.js';
import {openHistory} from '../run/history-files.js';
import type {Standing} from '../run/probe-all.js';
import {version} from '../version.js';
import {runInTerminal} from './run-in-terminal.js';
import {rehearsalServer} from './rehearsal-server.js';
import {openSession, type Session, withServer} from './session.js';
import type {Context} from './surroundings.js';

type RunOptions = Parameters<Session['run']>[0];

/**
What the screens get of the engine.
*/
export type EngineServices = ReturnType<typeof makeServices>;

export function makeServices(store: Store, chosen: LabDefinition | undefined, {home, environment, catalogue, ways}: Pick<Context, 'home' | 'environment' | 'catalogue' | 'ways'>, onRehearse: () => void = () => undefined) {
	// The lab of `--lab` is the one in use for this wizard, until the person uses another.
	let current = chosen?.name;
	return {
		version,
		shelf: {
			labs: () => store.labs(),
			current: () => (current === undefined ? undefined : store.find(current)) ?? store.current(),
			save(definition: LabDefinition) {
				store.save(definition);
			},
			use(name: string) {
				current = name;
				store.use(name);
			},
			remove(name: string) {
				store.remove(name);
			},
			notices: () => store.notices(),
		},
		rehearsal: {isOn: ways !== undefined, begin: onRehearse},
		newDefinition: (name: string) => newDefinition(name, ways === undefined ? {} : {server: rehearsalServer}),
		planOf: (definition: LabDefinition) => makePlan(validLab(definition), catalogue),
		async openSession(definition: LabDefinition, ask: Ask) {
			const session = openSession(withServer(definition), {
				home, environment, ask, catalogue, ways,
			});
			return {
				reach: session.reach,
				async probeAll(onStanding: (step: Step, standing: Standing) => void, signal: AbortSignal) {
					await session.probeAll(selectSteps(session.plan, {}), {onStanding, signal});
				},
				askUndo: session.askUndo,
				tidy: session.tidy,
				run: async (options: RunOptions) => session.run(options),
				atWork: session.atWork,
				attach: session.attach,
				terminal: session.terminal,
				close: session.close,
			};
		},
		pastRuns(definition: LabDefinition) {
			const history = openHistory(labDirectory(definition.name, home));
			history.close();
			return {lastLog: history.lastLog, usualDuration: history.usualDuration};
		},
		async pager(file: string) {
			await runInTerminal(['sh', '-c', `${environment.PAGER ?? 'less'} "$1"`, 'sh', file]);
		},
		edit: async (text: string) => edit(text, environment.VISUAL ?? environment.EDITOR ?? 'vi'),
		async runInTerminal(argv: readonly string[]) {
			await runInTerminal(argv);
		},
		explain: (error: unknown) => explainError(error, home),
	};
}

// The editor's name may hold arguments (`code --wait`), as git allows it.
async function edit(text: string, editor: string): Promise<string | undefined> {
	const directory = await mkdtemp(path.join(tmpdir(), 'dpu-wizard-'));
	const file = path.join(directory, 'command.sh');
	try {
		await writeFile(file, `${text}\n`, {mode: 0o600});
		const status = await runInTerminal(['sh', '-c', `${editor} "$1"`, 'sh', file]);
		if (status !== 0) {
			return undefined;
		}

		const edited = await readFile(file, 'utf8');
		return edited.trimEnd();
	} finally {
		await rm(directory, {recursive: true, force: true});
	}
}
