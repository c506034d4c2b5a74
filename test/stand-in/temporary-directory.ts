import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {onTestFinished} from 'vitest';

/**
A directory of the running test's own, gone at its end.
*/
export function temporaryDirectory(): string {
	const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'dpu-wizard-test-'));
	onTestFinished(() => {
		fs.rmSync(directory, {recursive: true, force: true});
	});
	return directory;
}
