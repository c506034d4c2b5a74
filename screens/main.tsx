import process from 'node:process';
import {render} from 'ink';
import {PacedStdin, type TerminalInput} from './paced-stdin.js';
import type {WizardServices} from './services.js';
import {keepHeapSmall} from './small-heap.js';
import {WizardApp} from './wizard.js';
import {WizardCore} from './wizard-core.js';

/**
The terminal that the wizard takes; tests give their own.
*/
export type WizardStreams = {
	readonly stdin: TerminalInput;
	readonly stdout: NodeJS.WriteStream;
	readonly stderr: NodeJS.WriteStream;
};

/**
Runs the wizard in the terminal until the person leaves it, and returns the exit status. What the runs did is written to stdout when the terminal has been
given back. Never rejects: what the screens throw is explained on stderr.
*/
export async function startWizard(services: WizardServices, {stdin, stdout, stderr}: WizardStreams = process): Promise<number> {
	const core = new WizardCore(services);
	const noWrap = '\u{1B}[?7l';
	const wrap = '\u{1B}[?7h';
	// Terminals disagree on the width of some characters: a row that is too wide must be cut, not break the frame.
	stdout.write(noWrap);
	const restoreWrap = () => {
		stdout.write(wrap);
	};

	process.once('exit', restoreWrap);
	let failure: unknown;
	try {
		const app = render(<WizardApp core={core}/>, {
			stdin: new PacedStdin(stdin),
			stdout,
			stderr,
			interactive: true,
			alternateScreen: true,
			incrementalRendering: true,
			exitOnCtrlC: false,
			// What libraries print must not break the frame; on another stream it does not.
			patchConsole: stdout === process.stdout,
			// A key is drawn at once. What comes by itself has a clock of its own, the pulse.
			maxFps: 250,
		});
		keepHeapSmall();
		await app.waitUntilExit();
	} catch (error) {
		failure = error;
	}

	process.off('exit', restoreWrap);
	restoreWrap();
	await core.close();
	const lines = core.linesLeftBehind();
	if (lines.length > 0) {
		stdout.write(`${lines.join('\n')}\n`);
	}

	if (failure === undefined) {
		return core.exitStatus();
	}

	stderr.write(`${services.explain(failure).join('\n')}\n`);
	return 1;
}
