import {
	appendFileSync,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	renameSync,
	writeFileSync,
} from 'node:fs';
import {join} from 'node:path';
import process from 'node:process';
import type {AttemptLog, History} from './history.js';
import {redact} from './redact.js';
import {openSturdyFile} from './sturdy-file.js';

/**
Opens (and makes) the history of one lab in a directory of its own: `journal.ndjson`, `logs/STEP/ATTEMPT.log`, `timings.json`. What can't be kept there is told by
`onTrouble` and never ends a run.
*/
export function openHistory(directory: string, onTrouble: (text: string) => void = () => undefined): History {
	mkdirSync(directory, {recursive: true, mode: 0o700});
	const journal = openSturdyFile(join(directory, 'journal.ndjson'), {flags: 'a', onTrouble});
	mendTornLine(directory);
	const timings = readTimings(directory, onTrouble);

	return {
		record(entry, isFlushed = false) {
			journal.write(`${redact(JSON.stringify(entry))}\n`);
			if (isFlushed) {
				journal.flush();
			}
		},
		openLog: stepId => openAttemptLog(directory, stepId, onTrouble),
		lastLog: stepId => lastLog(directory, stepId),
		usualDuration: stepId => median(timings[stepId]),
		noteDuration(stepId, durationMs) {
			timings[stepId] = [...timings[stepId] ?? [], Math.round(durationMs)].slice(-9);
			const file = join(directory, 'timings.json');
			const temporary = `${file}.${process.pid}.new`;
			try {
				// Renamed into place: a wizard that is killed while it writes leaves the old one.
				writeFileSync(temporary, JSON.stringify(timings), {mode: 0o600});
				renameSync(temporary, file);
			} catch {
				// Timings are a comfort: the journal tells of a disk that is full.
			}
		},
		close() {
			journal.close();
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

function openAttemptLog(directory: string, stepId: string, onTrouble: (text: string) => void): AttemptLog {
	for (let attempt = (attempts(directory, stepId).at(-1) ?? 0) + 1; ; attempt++) {
		const path = join(logDirectory(directory, stepId), `${attempt}.log`);
		try {
			const {write, close} = openSturdyFile(path, {flags: 'ax', onTrouble});
			return {
				attempt, path, write, close,
			};
		} catch (error) {
			// Another wizard has just taken this number.
			if ((error as NodeJS.ErrnoException).code === 'EEXIST') {
				continue;
			}

			onTrouble(`${path} can't be written (${(error as Error).message}): what the step prints is not kept here. The run goes on.`);
			return {
				attempt, path, write: () => undefined, close: () => undefined,
			};
		}
	}
}

function readTimings(directory: string, onTrouble: (text: string) => void): Record<string, readonly number[]> {
	const file = join(directory, 'timings.json');
	if (!existsSync(file)) {
		return {};
	}

	try {
		return JSON.parse(readFileSync(file, 'utf8')) as Record<string, readonly number[]>;
	} catch {
		const aside = `${file}.unreadable-${new Date().toISOString().replaceAll(/[^\dTZ]/g, '')}`;
		try {
			renameSync(file, aside);
			onTrouble(`${file} can't be read. It was set aside, as it is, to ${aside}.`);
		} catch {
			onTrouble(`${file} can't be read: how long steps usually take is not known.`);
		}

		return {};
	}
}

function median(durations: readonly number[] | undefined): number | undefined {
	return durations?.toSorted((a, b) => a - b)[Math.floor(durations.length / 2)];
}
