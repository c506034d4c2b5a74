const wall = (message, ...group) => ({'no-restricted-imports': ['error', {patterns: [{group, message}]}]});

/**
The wall of the design: `screens -> source <- steps`.
*/
export default [
	{
		ignores: ['dist/**', 'node_modules/**'],
	},
	{
		rules: {
			// Steps of a run, keys and bytes come one after another by nature.
			'no-await-in-loop': 'off',
			// Environment variables, ssh's and libvirt's own names.
			'@typescript-eslint/naming-convention': 'off',
			'@typescript-eslint/prefer-readonly-parameter-types': 'off',
			'unicorn/prevent-abbreviations': 'off',
			'unicorn/name-replacements': 'off',
			'require-unicode-regexp': 'off',
			// Exit codes are null in JSON where there is none.
			'unicorn/no-null': 'off',
			// A shell condition is a value too, and reads best as one: `if ${isRunning(node)}`.
			'unicorn/consistent-boolean-name': 'off',
			'@typescript-eslint/no-restricted-types': 'off',
			'unicorn/consistent-class-member-order': 'off',
			// Xo itself needs TypeScript 6; npm ignores the field for those who install the package.
			'package-json/no-overrides-in-published-package': 'off',
		},
	},
	{
		files: ['package.json'],
		// Xo itself needs TypeScript 6; npm ignores the field for those who install the package.
		rules: {'package-json/no-overrides-in-published-package': 'off'},
	},
	{
		files: ['source/**'],
		rules: wall('The engine knows no screens, no React and no Ink; it reaches steps/ only in source/plan/catalogue.ts.', '**/screens/**', '**/steps/**', 'react', 'react/*', 'ink', 'ink-*'),
	},
	{
		files: ['source/cli.ts', 'source/plan/catalogue.ts'],
		rules: {'no-restricted-imports': 'off'},
	},
	{
		// Helpers live beside the tests; Vitest runs only what is named *.test.*.
		files: ['bench/**', 'test/**'],
		rules: {'node-test/no-import-test-files': 'off', 'unicorn/max-nested-calls': 'off', 'regexp/prefer-named-capture-group': 'off'},
	},
	{
		files: ['source/rehearsal/**'],
		rules: {
			// File modes, flags of links and MAC addresses are bits.
			'no-bitwise': 'off',
			// Sentences of the real programs, put together from what they are about.
			'unicorn/max-nested-calls': 'off',
			'unicorn/no-nested-ternary': 'off',
			// Small tables, read once for each command that is played.
			'unicorn/prefer-iterator-to-array': 'off',
			'unicorn/prefer-iterator-helpers': 'off',
			'unicorn/no-duplicate-loops': 'off',
			'unicorn/prefer-simple-condition-first': 'off',
			'unicorn/prefer-minimal-ternary': 'off',
			'unicorn/no-break-in-nested-loop': 'off',
			'unicorn/no-declarations-before-early-exit': 'off',
			'unicorn/no-computed-property-existence-check': 'off',
			'unicorn/better-dom-traversing': 'off',
			'regexp/no-super-linear-move': 'off',
			'regexp/no-super-linear-backtracking': 'off',
			'regexp/no-unused-capturing-group': 'off',
			'@typescript-eslint/no-base-to-string': 'off',
			'@typescript-eslint/prefer-nullish-coalescing': 'off',
		},
	},
	{
		files: ['source/cli.ts'],
		rules: {'unicorn/no-process-exit': 'off'},
	},
	{
		files: ['steps/**'],
		rules: wall('The catalogue is data and small functions of the lab: it may import source/lab, source/shell and the step\'s type.', '**/screens/**', '**/source/{connection,run,report,commands}/**', '**/source/plan/!(step.js)', '**/source/*.js', 'node:*', 'react', 'ink'),
	},
	{
		files: ['scripts/*.cjs'],
		rules: {
			'no-var': 'off', 'unicorn/prefer-module': 'off', 'unicorn/prefer-node-protocol': 'off', 'prefer-object-spread': 'off', 'object-shorthand': 'off', 'unicorn/prefer-optional-catch-binding': 'off', 'prefer-template': 'off', 'unicorn/no-process-exit': 'off', 'n/prefer-global/process': 'off', 'import-x/no-unassigned-import': 'off', '@stylistic/comma-dangle': 'off', strict: 'off', 'n/prefer-process-get-builtin-module': 'off', 'no-unused-vars': 'off', 'no-eval': 'off', 'no-undef': 'off', 'prefer-destructuring': 'off', 'prefer-arrow-callback': 'off', 'unicorn/prefer-includes': 'off', 'prefer-object-has-own': 'off',
		},
	},
];
