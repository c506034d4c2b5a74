import {existsSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {pathToFileURL} from 'node:url';
import {build, type BuildOptions} from 'esbuild';
import {type Laboratory, openLaboratory} from './laboratory.js';
import {output} from './processes.js';

/**
What measurements share: one tree of this program, built, and a stand-in server. `root` is the tree, `harness` the one that this bench is of.
*/
export type Bench = {
	readonly root: string;
	readonly directory: string;
	/**
	Bundles a subject against the tree, as the package is bundled. Returns the file.
	*/
	readonly subject: (name: string) => Promise<string>;
	/**
	Builds the tree's package, once. Returns its entry.
	*/
	readonly built: () => Promise<string>;
	readonly laboratory: () => Promise<Laboratory>;
	readonly close: () => Promise<void>;
};

// As in the package: libraries in CommonJS have these.
const commonJs = 'import{createRequire as __createRequire}from"node:module";import{dirname as __directoryOf}from"node:path";import{fileURLToPath as __pathOf}from"node:url";'
	+ 'const require=__createRequire(import.meta.url),__filename=__pathOf(import.meta.url),__dirname=__directoryOf(__filename);';

export function openBench(root: string): Bench {
	const directory = mkdtempSync(path.join(tmpdir(), 'dpu-wizard-bench-'));
	const subjects = new Map<string, Promise<string>>();
	let built: Promise<string> | undefined;
	let laboratory: Promise<Laboratory> | undefined;
	return {
		root,
		directory,
		async subject(name) {
			const made = subjects.get(name) ?? bundle(path.join(root, 'bench/subjects', `${name}.ts`), path.join(directory, `${name}.mjs`), name === 'engine' ? root : undefined);
			subjects.set(name, made);
			return made;
		},
		async built() {
			built ??= output(process.execPath, [path.join(root, 'scripts/build.mjs')]).then(() => path.join(root, 'dist/cli.cjs'));
			return built;
		},
		async laboratory() {
			laboratory ??= openLaboratory(directory);
			return laboratory;
		},
		async close() {
			const opened = await laboratory;
			await opened?.close();
			rmSync(directory, {recursive: true, force: true, maxRetries: 5});
		},
	};
}

// What is ours is bundled as its tree bundles the package, a peer as anybody bundles one.
async function bundle(entry: string, outfile: string, root: string | undefined): Promise<string> {
	const quick = await quickStart(root);
	await build({
		entryPoints: [entry],
		outfile,
		bundle: true,
		platform: 'node',
		format: 'esm',
		target: 'node22.12',
		jsx: 'automatic',
		external: ['cpu-features', '*.node', '*/rehearsal/main.js'],
		alias: {'react-devtools-core': path.join(path.dirname(entry), '../nothing.cjs')},
		minifyWhitespace: true,
		minifySyntax: true,
		...(quick.plugins && {plugins: quick.plugins}),
		...(quick.inject && {inject: quick.inject}),
		define: {'process.env.NODE_ENV': '"production"', ...quick.define},
		banner: {js: commonJs},
		logLevel: 'error',
	});
	return outfile;
}

// Earlier trees have none.
async function quickStart(root: string | undefined): Promise<Pick<BuildOptions, 'plugins' | 'inject' | 'define'>> {
	const file = root === undefined ? undefined : path.join(root, 'scripts/quick-start.mjs');
	if (root === undefined || file === undefined || !existsSync(file)) {
		return {};
	}

	const module = await import(pathToFileURL(file).href) as {readonly quickStart: (root: string) => Pick<BuildOptions, 'plugins' | 'inject' | 'define'>};
	return module.quickStart(root);
}
