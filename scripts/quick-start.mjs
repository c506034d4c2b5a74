// What makes the bundle quick: nothing is loaded or made before it is used, and what libraries do slowly for nothing they do not.
import {readFile} from 'node:fs/promises';
import {isBuiltin} from 'node:module';
import path from 'node:path';
import process from 'node:process';

// An `import` of Node's own modules in a bundle loads them all before its first line (25 ms); this one loads each when a module that uses it does.
const builtins = {
	name: 'builtins-when-used',
	setup(bundle) {
		bundle.onResolve({filter: /.*/}, ({path: name, kind}) => kind === 'import-statement' && name !== 'node:module' && isBuiltin(name) ? {path: name, namespace: 'builtin', sideEffects: false} : undefined);
		bundle.onLoad({filter: /.*/, namespace: 'builtin'}, ({path: name}) => ({contents: builtinModule(name)}));
	},
};

function builtinModule(name) {
	const names = Object.keys(process.getBuiltinModule(name)).filter(key => /^[a-z]\w*$/i.test(key) && key !== 'default');
	return [
		`const builtin = /* @__PURE__ */ process.getBuiltinModule(${JSON.stringify(name)});`,
		'const get = name => builtin[name];',
		'export default builtin;',
		...names.map((key, index) => `const own${index} = /* @__PURE__ */ get(${JSON.stringify(key)});\nexport {own${index} as ${key}};`),
	].join('\n');
}

// Each is a text of a library and what stands there instead. A release that has it no more fails the build, and is looked at.
const changes = [
	{
		file: /\/yoga-layout\/dist\/binaries\/yoga-wasm-base64-esm\.js$/,
		// It fetches its own data: URL, and the first `fetch` loads all of undici (36 ms).
		replace: [['function ya(){return ', 'function ya(){return Promise.resolve(Buffer.from(H.slice(H.indexOf(",")+1),"base64"));return ']],
	},
	{
		file: /\/ssh2\/lib\/protocol\/crypto\.js$/,
		// It makes a cipher for each packet: 20 to 50 µs with bytes for a key, which Node first tries as two kinds of object, and 2 to 4 with a key that Node made.
		replace: [
			['this._encKey = enc.cipherKey;', 'this._encKey = require("crypto").createSecretKey(enc.cipherKey);'],
			['this._decipherKey = dec.decipherKey;', 'this._decipherKey = require("crypto").createSecretKey(dec.decipherKey);'],
		],
	},
	{
		file: /\/string-width\/index\.js$/,
		replace: [
			// Reading the pattern of all emoji takes 28 ms.
			[String.raw`const rgiEmojiRegex = /^\p{RGI_Emoji}$/v;`, 'let rgiEmojiRegex;'],
			['rgiEmojiRegex.test(segment)', String.raw`(rgiEmojiRegex ??= new RegExp('^\\p{RGI_Emoji}$', 'v')).test(segment)`],
			[String.raw`/^[\u0020-\u007E]*$/.test(string)`, 'ambiguousIsNarrow && isNarrow(string)'],
		],
	},
];

const libraries = {
	name: 'libraries-start-quickly',
	setup(bundle) {
		for (const {file, replace} of changes) {
			bundle.onLoad({filter: file}, async ({path: name}) => {
				let contents = await readFile(name, 'utf8');
				for (const [from, to] of replace) {
					if (contents.split(from).length !== 2) {
						throw new Error(`${name} does not hold ${JSON.stringify(from)} once: what makes it start quickly has to be looked at again`);
					}

					contents = contents.replace(from, () => to);
				}

				return {contents};
			});
		}
	},
};

// Functions and classes of modules that the first frame does without: each module is evaluated when one of its own is called. A name that is missing here fails the
// build. None may import Ink: Yoga awaits at its top level, so that what comes from it is not there yet when the call goes on.
const late = {
	conf: ['default'],
	'source/commands/session.ts': ['openSession', 'withServer'],
	'source/commands/status.ts': ['showStatus'],
	'source/lab/defaults.ts': ['newDefinition', 'defaultDefinition'],
	'source/lab/validate.ts': ['validLab', 'validateLab', 'checkNodeName', 'checkVariable', 'problemText'],
	'source/plan/plan.ts': ['makePlan', 'stepsOf'],
	'source/report/bug-report.ts': ['writeBugReport'],
	'source/run/history-files.ts': ['openHistory', 'readJournal'],
	'screens/run/controller.ts': ['RunController'],
	'screens/run/left-behind.ts': ['runLines', 'exitStatusOf'],
};

const lateModules = root => ({
	name: 'modules-when-called',
	setup(bundle) {
		bundle.onResolve({filter: /^(?:conf$|\..*\/)/}, ({path: name, kind, importer, resolveDir}) => {
			if (kind !== 'import-statement' || importer.includes('node_modules')) {
				return undefined;
			}

			const base = name.startsWith('.') ? path.relative(root, path.resolve(resolveDir, name)).replaceAll(path.sep, '/').replace(/\.js$/, '') : name;
			const key = [base, `${base}.ts`, `${base}.tsx`].find(each => Object.hasOwn(late, each));
			return key && {path: key, namespace: 'late'};
		});
		bundle.onLoad({filter: /.*/, namespace: 'late'}, ({path: key}) => ({contents: lateModule(key.includes('/') ? `./${key}` : key, late[key]), resolveDir: root}));
	},
});

function lateModule(module, names) {
	return names.map((name, index) => [
		`function late${index}(...given) {`,
		`	const {${name}: own} = require(${JSON.stringify(module)});`,
		'	return new.target ? new own(...given) : own(...given);',
		'}',
		`export {late${index} as ${name}};`,
	].join('\n')).join('\n');
}

export const quickStart = root => ({
	plugins: [builtins, libraries, lateModules(root)],
	inject: [path.join(root, 'screens/components/plain-segmenter.ts')],
	define: {'Intl.Segmenter': 'PlainSegmenter'},
});
