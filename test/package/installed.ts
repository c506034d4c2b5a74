import {mkdtemp, readdir} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {execa} from 'execa';

const root = fileURLToPath(new URL('../..', import.meta.url));

export type Installed = {
	readonly directory: string;
	/**
	Paths in the tarball.
	*/
	readonly files: readonly string[];
	/**
	The installed program's file.
	*/
	readonly bin: string;
};

/**
Packs what was built and installs the tarball into a directory of its own, with no registry in reach.
*/
export async function installPackage(): Promise<Installed> {
	await execa(process.execPath, [path.join(root, 'scripts/build.mjs')]);
	const directory = await mkdtemp(path.join(tmpdir(), 'package-'));
	const env = {npm_config_cache: path.join(directory, 'cache')};
	const npm = async (...argv: readonly string[]) => execa('npm', [...argv, '--ignore-scripts', '--offline', '--no-audit', '--no-fund'], {cwd: directory, env});
	await npm('pack', root, '--pack-destination', directory);
	const names = await readdir(directory);
	const tarball = names.find(name => name.endsWith('.tgz'))!;
	const {stdout} = await execa('tar', ['--list', '--file', path.join(directory, tarball)]);
	await npm('install', '--prefix', directory, path.join(directory, tarball));
	return {
		directory,
		files: stdout.split('\n').map(file => file.replace('package/', '')).toSorted((a, b) => a.localeCompare(b)),
		bin: path.join(directory, 'node_modules/.bin/dpu-wizard'),
	};
}
