import {Buffer} from 'node:buffer';
import {
	appendFileSync,
	closeSync,
	existsSync,
	fsyncSync,
	mkdirSync,
	openSync,
	readdirSync,
	readFileSync,
	renameSync,
	writeFileSync,
	writeSync,
} from 'node:fs';
import {join} from 'node:path';
import type {AttemptLog, History} from './history.js';
import {redact} from './redact.js';

/**
Opens (and makes) the history of one lab in a directory of its own: `journal.ndjson`, `logs/STEP/ATTEMPT.log`, `timings.json`.
*/
export function openHistory(directory: string): History {
	mkdirSync(directory, {recursive: true, mode: 0o700});
	const journal = openSync(join(directory, 'journal.ndjson'), 'a+', 0o600);
	mendTornLine(directory);
	const timings = readTimings(directory);

	return {
		record(entry, isFlushed = false) {
			writeSync(journal, `${redact(JSON.stringify(entry))}\n`);
			if (isFlushed) {
				fsyncSync(journal);
			}
		},
		openLog: stepId => openAttemptLog(directory, stepId),
		lastLog: stepId => lastLog(directory, stepId),
		usualDuration: stepId => median(timings[stepId]),
		noteDuration(stepId, durationMs) {
			timings[stepId] = [...timings[stepId] ?? [], Math.round(durationMs)].slice(-9);
			const file = join(directory, 'timings.json');
			// Renamed into place: a wizard that is killed while it writes leaves the old one.
			writeFileSync(`${file}.new`, JSON.stringify(timings), {mode: 0o600});
			renameSync(`${file}.new`, file);
		},
		close() {
			closeSync(journal);
		},
	};
}

/**
The journal's entries, oldest first. A line that was torn by a power cut or a kill is left out.
*/
export function readJournal(directory: string): ReadonlyArray<Readonly<Record<string, unknown>>> {
	const file = join(directory, 'journal.ndjson');
	const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
	return text.split('\n').flatMap(line => {
		try {
			return [JSON.parse(line) as Record<string, unknown>];
		} catch {
			return [];
		}
	});
}

// What a kill left without its line break would swallow the next entry.
function mendTornLine(directory: string) {
	const file = join(directory, 'journal.ndjson');
	const text = readFileSync(file);
	if (text.length > 0 && text.at(-1) !== 0x0A) {
		appendFileSync(file, '\n');
	}
}

function logDirectory(directory: string, stepId: string): string {
	return join(directory, 'logs', stepId);
}

function attempts(directory: string, stepId: string): number[] {
	const folder = logDirectory(directory, stepId);
	const names = existsSync(folder) ? readdirSync(folder) : [];
	return names.flatMap(name => /^\d+\.log$/.test(name) ? [Number(name.slice(0, -4))] : []).toSorted((a, b) => a - b);
}

function lastLog(directory: string, stepId: string): string | undefined {
	const last = attempts(directory, stepId).at(-1);
	return last === undefined ? undefined : join(logDirectory(directory, stepId), `${last}.log`);
}

function openAttemptLog(directory: string, stepId: string): AttemptLog {
	mkdirSync(logDirectory(directory, stepId), {recursive: true, mode: 0o700});
	const attempt = (attempts(directory, stepId).at(-1) ?? 0) + 1;
	const path = join(logDirectory(directory, stepId), `${attempt}.log`);
	const file = openSync(path, 'ax', 0o600);
	return {
		attempt,
		path,
		write(chunk) {
			const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
			let written = 0;
			while (written < bytes.length) {
				written += writeSync(file, bytes, written);
			}
		},
		close() {
			closeSync(file);
		},
	};
}

function readTimings(directory: string): Record<string, readonly number[]> {
	try {
		return JSON.parse(readFileSync(join(directory, 'timings.json'), 'utf8')) as Record<string, readonly number[]>;
	} catch {
		// Timings are a comfort: without a readable file they start anew.
		return {};
	}
}

function median(durations: readonly number[] | undefined): number | undefined {
	return durations?.toSorted((a, b) => a - b)[Math.floor(durations.length / 2)];
}
