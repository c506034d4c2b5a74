import path from 'node:path';
import {expect, test} from 'vitest';
import {
	bugReportDirectory,
	labDirectory,
	stateDirectory,
	storeDirectoryUnder,
} from '../../../source/lab/paths.js';

const on = (platform: NodeJS.Platform, environment: NodeJS.ProcessEnv = {}) => ({platform, environment, homeDirectory: '/home/me'});

test.each([
	[on('linux'), '/home/me/.local/state/dpu-wizard'],
	[on('linux', {XDG_STATE_HOME: '/state'}), '/state/dpu-wizard'],
	[on('linux', {XDG_STATE_HOME: 'relative'}), '/home/me/.local/state/dpu-wizard'],
	[on('linux', {XDG_STATE_HOME: ''}), '/home/me/.local/state/dpu-wizard'],
	[on('darwin'), '/home/me/Library/Application Support/dpu-wizard'],
	[on('win32', {LOCALAPPDATA: '/local'}), '/local/dpu-wizard'],
])('state lies where the platform keeps it: %j', (platform, directory) => {
	expect(stateDirectory(undefined, platform)).toBe(directory);
	expect(labDirectory('one', undefined, platform)).toBe(`${directory}/labs/one`);
});

test('a directory that was named holds everything', () => {
	for (const directory of [storeDirectoryUnder('here'), stateDirectory('here'), labDirectory('one', 'here'), bugReportDirectory('here')]) {
		expect(directory.startsWith(path.resolve('here') + path.sep)).toBe(true);
	}
});
