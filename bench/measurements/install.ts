import {
	mkdirSync,
	mkdtempSync,
	readdirSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import type {Bench} from '../bench.js';
import type {Measurement} from '../measurement.js';
import {output} from '../processes.js';
import {firstFrame, untilEnd} from '../terminal.js';

export const install: Measurement = {
	name: 'install',
	title: 'The package from an empty npm cache: installed size, and npx to the first frame',
	rounds: 5,
	ours: ['npx to the first frame', 'installed'],
	units: {installed: 'MB'},
	budgets: [
		{what: 'the installed size', value: 'installed', atMost: 10},
		{
			what: 'npx to the first frame', value: 'npx to the first frame', per: 'npx of an empty file', atMost: 2,
		},
	],
	async open(bench) {
		await bench.built();
		const shop = mkdtempSync(path.join(bench.directory, 'install-'));
		const wizard = await pack(bench.root, shop, bench);
		const empty = await pack(emptyPackage(path.join(shop, 'empty')), shop, bench);
		// A cache, a folder and a home that nobody has used.
		const fresh = async (measure: (environment: NodeJS.ProcessEnv, folder: string) => Promise<number>) => {
			const folder = mkdtempSync(path.join(shop, 'round-'));
			try {
				return await measure({...npmEnvironment(bench), npm_config_cache: path.join(folder, 'cache'), DPU_WIZARD_HOME: path.join(folder, 'home')}, folder);
			} finally {
				rmSync(folder, {recursive: true, force: true, maxRetries: 5});
			}
		};

		const npx = (tarball: string, program: string) => ['--yes', `--package=${tarball}`, '--', program];
		const ofEmpty = async () => fresh(async (environment, folder) => untilEnd('npx', npx(empty, 'one-empty-file'), environment, folder));
		const ofWizard = async () => fresh(async (environment, folder) => firstFrame('npx', npx(wizard, 'dpu-wizard'), 'Rehearse', environment, folder));
		const size = async () => fresh(async (environment, folder) => {
			await output('npm', ['install', '--prefix', folder, wizard], {env: environment, cwd: folder});
			return bytesIn(path.join(folder, 'node_modules')) / 1e6;
		});
		// Npm itself is in the disk's and Node's caches then, as it is for whoever has used it before.
		await ofEmpty();
		return {
			round: async () => ({'npx of an empty file': await ofEmpty(), 'npx to the first frame': await ofWizard(), installed: await size()}),
		};
	},
};

// Without what `npm run` tells its children of this project.
const npmEnvironment = (bench: Bench): NodeJS.ProcessEnv => ({
	...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(?:npm_|init_cwd$|node_env$)/v.test(name.toLowerCase()))),
	npm_config_audit: 'false',
	npm_config_fund: 'false',
	npm_config_offline: 'true',
	npm_config_update_notifier: 'false',
	NODE_COMPILE_CACHE: path.join(bench.directory, 'compiled-npm'),
});

async function pack(folder: string, into: string, bench: Bench): Promise<string> {
	// It is built; what builds it would do so again.
	const text = await output('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', into], {env: {...npmEnvironment(bench), npm_config_cache: path.join(into, 'cache')}, cwd: folder});
	const [{filename}] = JSON.parse(text) as readonly [{readonly filename: string}];
	return path.join(into, filename);
}

function emptyPackage(folder: string): string {
	mkdirSync(folder);
	writeFileSync(path.join(folder, 'package.json'), JSON.stringify({name: 'one-empty-file', version: '1.0.0', bin: './main.cjs'}));
	writeFileSync(path.join(folder, 'main.cjs'), '#!/usr/bin/env node\n');
	return folder;
}

function bytesIn(folder: string): number {
	return readdirSync(folder, {recursive: true, withFileTypes: true})
		.filter(entry => entry.isFile())
		.reduce((sum, entry) => sum + statSync(path.join(entry.parentPath, entry.name)).size, 0);
}
