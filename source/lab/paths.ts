import {homedir} from 'node:os';
import path from 'node:path';
import process from 'node:process';

/**
What the paths depend on; a test gives its own.
*/
export type Platform = {
	readonly platform: NodeJS.Platform;
	readonly environment: NodeJS.ProcessEnv;
	readonly homeDirectory: string;
};

const thisPlatform = (): Platform => ({platform: process.platform, environment: process.env, homeDirectory: homedir()});

/**
Where the store lies under a directory that a person named. Without one, `conf` chooses.
*/
export const storeDirectoryUnder = (home: string): string => path.join(path.resolve(home), 'config');

/**
Where runs leave what they did: under `home` where one was named, else where the platform keeps such things.
*/
export function stateDirectory(home?: string, {platform, environment, homeDirectory}: Platform = thisPlatform()): string {
	if (home !== undefined) {
		return path.join(path.resolve(home), 'state');
	}

	if (platform === 'win32') {
		return path.join(environment.LOCALAPPDATA ?? path.join(homeDirectory, 'AppData', 'Local'), 'dpu-wizard');
	}

	const given = environment.XDG_STATE_HOME ?? '';
	const usual = platform === 'darwin' ? path.join(homeDirectory, 'Library', 'Application Support') : path.join(homeDirectory, '.local', 'state');
	// The specification of these directories says that a relative one is to be ignored.
	return path.join(platform !== 'darwin' && path.isAbsolute(given) ? given : usual, 'dpu-wizard');
}

/**
A lab's journal, logs, known_hosts and timings. `name` must be a lab's name.
*/
export const labDirectory = (name: string, home?: string, platform?: Platform): string => path.join(stateDirectory(home, platform), 'labs', name);

export const bugReportDirectory = (home?: string, platform?: Platform): string => path.join(stateDirectory(home, platform), 'reports');
