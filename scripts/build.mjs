// Makes dist/: the entry that any Node can read, and everything else in one file.
import {
	mkdir,
	readFile,
	rename,
	writeFile,
} from 'node:fs/promises';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';
import {notices} from './notices.mjs';
import {quickStart} from './quick-start.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const inRoot = path => fileURLToPath(new URL(`../${path}`, import.meta.url));
const {version} = JSON.parse(await readFile(inRoot('package.json'), 'utf8'));

// What the bundle does without: Ink's developer tools, and the native parts that ssh2 takes when they are there.
const leaveOut = {
	name: 'leave-out',
	setup(bundle) {
		bundle.onResolve({filter: /\.node$/}, ({path}) => ({path, external: true}));
		bundle.onResolve({filter: /^react-devtools-core$/}, ({path}) => ({path, namespace: 'left-out'}));
		bundle.onLoad({filter: /.*/, namespace: 'left-out'}, () => ({contents: 'export default {}'}));
	},
};

// Libraries in CommonJS have these; an ES module does not.
const commonJs = 'import{createRequire as __createRequire}from"node:module";import{dirname as __directoryOf}from"node:path";import{fileURLToPath as __pathOf}from"node:url";'
	+ 'const require=__createRequire(import.meta.url),__filename=__pathOf(import.meta.url),__dirname=__directoryOf(__filename);';

const buildText = async options => {
	const {outputFiles, metafile} = await build({
		bundle: true, write: false, metafile: true, absWorkingDir: root, logLevel: 'warning', ...options,
	});
	return {text: outputFiles[0].text, files: Object.keys(metafile.inputs)};
};

async function helpTexts() {
	const {text} = await buildText({entryPoints: ['source/commands/help.ts'], format: 'esm', platform: 'node'});
	const module = await import(`data:text/javascript,${encodeURIComponent(text)}`);
	return module.helpTexts;
}

const entry = async () => buildText({
	entryPoints: ['scripts/entry.cjs'],
	bundle: false,
	// Fails for syntax that an old Node could not read.
	target: 'es5',
	banner: {js: '#!/usr/bin/env node'},
	define: {DPU_WIZARD_VERSION: JSON.stringify(version), DPU_WIZARD_HELP: JSON.stringify(await helpTexts())},
	// The warning is about eval, which is there for a reason.
	logLevel: 'error',
});

// The rehearsal lab is a bundle of its own: nobody else pays for the bash interpreter.
const apart = {
	name: 'rehearsal-apart',
	setup(bundle) {
		bundle.onResolve({filter: /rehearsal\/main\.js$/}, () => ({path: './rehearsal.mjs', external: true}));
	},
};

// What the interpreter could also do: Python, SQLite, JavaScript, archives of other kinds. Nobody can call it here.
const notRehearsed = ['sql.js', 'quickjs-emscripten', '@mongodb-js/zstd', 'node-liblzma', 'seek-bzip', 'turndown', 'cpu-features'];

// The interpreter names them at its top, and a package has no libraries beside it: only whoever would use one may find that it is missing.
const emptyModules = {
	name: 'not-rehearsed',
	setup(bundle) {
		bundle.onResolve({filter: new RegExp(`^(?:${notRehearsed.join('|')})$`)}, ({path}) => ({path, namespace: 'not-rehearsed'}));
		bundle.onLoad({filter: /.*/, namespace: 'not-rehearsed'}, ({path}) => ({contents: `module.exports = new Proxy(function () {}, {get: (target, key) => key === '__esModule' ? undefined : () => {throw new Error(${JSON.stringify(`${path} is no part of a rehearsal`)});}});`}));
	},
};

async function rehearsal() {
	const {text, files} = await buildText({
		entryPoints: ['source/rehearsal/main.ts'],
		platform: 'node',
		format: 'esm',
		target: 'node22.12',
		plugins: [emptyModules, leaveOut],
		minifyWhitespace: true,
		minifySyntax: true,
		legalComments: 'none',
		banner: {js: commonJs},
	});
	return {text: text + await notices(root, files)};
}

async function wizard() {
	const quick = quickStart(root);
	const {text, files} = await buildText({
		entryPoints: ['source/cli.ts'],
		platform: 'node',
		format: 'esm',
		target: 'node22.12',
		jsx: 'automatic',
		external: ['cpu-features'],
		plugins: [leaveOut, apart, ...quick.plugins],
		inject: quick.inject,
		// Names stay whole, for stack traces that say something.
		minifyWhitespace: true,
		minifySyntax: true,
		legalComments: 'none',
		banner: {js: commonJs},
		define: {'process.env.NODE_ENV': '"production"', ...quick.define},
	});
	return {text: text + await notices(root, files)};
}

// Renamed into place, so that a wizard which starts during a build finds a whole file.
async function place(name, {text}, mode) {
	await writeFile(inRoot(`dist/${name}.${process.pid}`), text, {mode});
	await rename(inRoot(`dist/${name}.${process.pid}`), inRoot(`dist/${name}`));
}

export async function buildAll() {
	const [cli, main, rehearsed] = await Promise.all([entry(), wizard(), rehearsal()]);
	await mkdir(inRoot('dist'), {recursive: true});
	await Promise.all([place('cli.cjs', cli, 0o755), place('dpu-wizard.mjs', main, 0o644), place('rehearsal.mjs', rehearsed, 0o644)]);
}

if (import.meta.main) {
	await buildAll();
}
