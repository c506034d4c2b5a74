import {
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {openHistory, readJournal} from '../../../source/run/history-files.js';
import {openSturdyFile} from '../../../source/run/sturdy-file.js';
import {temporaryDirectory} from '../../stand-in/temporary-directory.js';

function history() {
	const directory = path.join(temporaryDirectory(), 'lab');
	const troubles: string[] = [];
	return {
		directory,
		troubles,
		open: () => openHistory(directory, text => {
			troubles.push(text);
		}),
	};
}

test('a directory of logs that vanished in the middle is made again, and it is told once', () => {
	const {directory, troubles, open} = history();
	const opened = open();
	const log = opened.openLog('a.b');
	log.write('before\n');
	rmSync(directory, {recursive: true});
	log.write('after\n');
	log.write('and more\n');
	opened.record({type: 'note'}, true);
	expect(readFileSync(log.path, 'utf8')).toBe('after\nand more\n');
	expect(readJournal(directory)).toEqual([{type: 'note'}]);
	expect(troubles).toEqual([expect.stringContaining('1.log was removed while it was written'), expect.stringContaining('journal.ndjson was removed')]);
	expect(opened.openLog('a.b').attempt).toBe(2);
});

test.skipIf(!existsSync('/dev/full'))('a full disk costs what could not be written, is told once, and ends nothing', () => {
	const troubles: string[] = [];
	const file = openSturdyFile('/dev/full', {
		flags: 'a', onTrouble(text) {
			troubles.push(text);
		},
	});
	file.write('lost\n');
	file.write('lost too\n');
	expect(troubles).toEqual([expect.stringMatching(/^\/dev\/full can't be written \(ENOSPC.*The run goes on/v)]);
	file.close();
});

test('a log that can\'t be made is told, and the step has one that goes nowhere', () => {
	const {directory, troubles, open} = history();
	const opened = open();
	writeFileSync(path.join(directory, 'logs'), 'in the way');
	const log = opened.openLog('a.b');
	log.write('lost\n');
	log.close();
	expect(troubles).toEqual([expect.stringContaining('what the step prints is not kept here')]);
	expect(readFileSync(path.join(directory, 'logs'), 'utf8')).toBe('in the way');
});

test('two wizards at once write to logs of their own', () => {
	const {open} = history();
	const [one, two] = [open(), open()];
	expect([one, two, one].map(each => each.openLog('a.b').attempt)).toEqual([1, 2, 3]);
	one.record({of: 1});
	two.record({of: 2});
});

test('timings that can\'t be read are set aside as they are', () => {
	const {directory, troubles, open} = history();
	mkdirSync(directory);
	writeFileSync(path.join(directory, 'timings.json'), '{"a.b": [1');
	const opened = open();
	opened.noteDuration('a.b', 7);
	expect(opened.usualDuration('a.b')).toBe(7);
	const aside = readdirSync(directory).find(name => name.startsWith('timings.json.unreadable-'));
	expect(readFileSync(path.join(directory, aside!), 'utf8')).toBe('{"a.b": [1');
	expect(troubles).toEqual([expect.stringContaining(aside!)]);
});
