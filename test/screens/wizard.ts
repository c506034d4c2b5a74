import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {onTestFinished} from 'vitest';
import {startWizard} from '../../screens/main.js';
import type {WizardServices} from '../../screens/services.js';
import {makeServices} from '../../source/commands/wizard-services.js';
import {newDefinition} from '../../source/lab/defaults.js';
import type {LabDefinition} from '../../source/lab/definition.js';
import {openStore} from '../../source/lab/store.js';
import type {StageDefinition} from '../../source/plan/step.js';
import {key, Screen} from './screen.js';

type Options = {
	readonly columns?: number;
	readonly rows?: number;
	/**
	The lab in use; `none` begins without any.
	*/
	readonly lab?: LabDefinition | 'none';
	readonly catalogue?: readonly StageDefinition[];
	readonly environment?: Readonly<Record<string, string>>;
	/**
	Instead of the engine's own.
	*/
	readonly services?: Partial<WizardServices>;
};

/**
A lab whose server is this machine.
*/
export const labHere = (name = 'demo'): LabDefinition => newDefinition(name, {server: 'this-host', variables: {GUEST_FAMILY: 'fedora'}});

/**
The wizard over the real engine with a store of its own, drawn on a screen.
*/
export function openWizard({columns, rows, lab = labHere(), catalogue = [], environment = {}, services = {}}: Options = {}) {
	const home = mkdtempSync(path.join(tmpdir(), 'dpu-wizard-screens-'));
	const store = openStore(home);
	if (lab !== 'none') {
		store.save(lab);
		store.use(lab.name);
	}

	const screen = new Screen(columns, rows);
	const all: WizardServices = {...makeServices(store, undefined, {home, environment: {...process.env, ...environment}, catalogue}), ...services};
	const ended = startWizard(all, {stdin: screen.stdin, stdout: screen.stdout, stderr: screen.stdout});
	onTestFinished(async () => {
		screen.press(key.ctrlC, key.ctrlC, 'l');
		await ended;
		rmSync(home, {recursive: true, force: true});
	});
	return {
		screen, ended, store, home,
	};
}
