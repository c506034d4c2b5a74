import {mkdirSync, writeFileSync} from 'node:fs';
import {homedir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {inspect} from 'node:util';
import {bugReportDirectory} from '../lab/paths.js';
import {redact} from '../run/redact.js';
import {version} from '../version.js';

/**
Writes what a maintainer needs to know of a bug, without tokens and without the name of the home directory. Returns lines for the person: where it is.
*/
export function writeBugReport(error: unknown, home?: string): readonly string[] {
	const directory = bugReportDirectory(home);
	const file = path.join(directory, `${new Date().toISOString().replaceAll(/[.:]/g, '-')}-${process.pid}.txt`);
	try {
		mkdirSync(directory, {recursive: true, mode: 0o700});
		writeFileSync(file, bugReport(error), {mode: 0o600});
		return [`A report is in ${file}: please send it to the project. Look through it first; it holds no password.`];
	} catch (error_) {
		// The report itself can't be kept (a full disk): then the person gets it here.
		return [`A report of it could not be written to ${file} (${error_ instanceof Error ? error_.message : String(error_)}):`, ...bugReport(error).split('\n')];
	}
}

function bugReport(error: unknown): string {
	// The arguments' values may hold names of machines: only the words that are the program's own are kept.
	const words = process.argv.slice(2).map(word => word.startsWith('--') ? word.replace(/=.*/s, '=...') : (/^[a-z]+$/.test(word) ? word : '...'));
	const text = [
		`dpu-wizard ${version}, Node.js ${process.version}, ${process.platform} ${process.arch}`,
		`dpu-wizard ${words.join(' ')}`,
		inspect(error, {depth: 4}),
	].join('\n');
	return `${redact(text).replaceAll(homedir(), '~')}\n`;
}
