// The start of dist/cli.cjs. Any Node must be able to read it, so that an old one is refused in a sentence; it loads nothing for `--version` and `--help`.
// The build fills in DPU_WIZARD_VERSION and DPU_WIZARD_HELP.
'use strict';

var version = DPU_WIZARD_VERSION;
var help = DPU_WIZARD_HELP;
var needed = [22, 12];

function isTooOld() {
	var parts = process.versions.node.split('.');
	var major = Number(parts[0]);
	return major < needed[0] || (major === needed[0] && Number(parts[1]) < needed[1]);
}

// What comes before `--`: after it, nothing is an option.
function ownArguments() {
	var all = process.argv.slice(2);
	var end = all.indexOf('--');
	return end === -1 ? all : all.slice(0, end);
}

function start(given) {
	var env = process.env;
	// React's development build is six times slower.
	if (env.NODE_ENV === undefined) {
		env.NODE_ENV = 'production';
	}

	// Ink's chalk looks at FORCE_COLOR only.
	if (env.NO_COLOR || given.includes('--no-color')) {
		env.FORCE_COLOR = '0';
	}

	// The next start finds the bundle compiled.
	require('module').enableCompileCache();
	// In a string, because the oldest of Nodes would not read a file with an `import()` in it.
	eval('import("./dpu-wizard.mjs")').catch(error => {
		process.stderr.write(String((error && error.stack) || error) + '\n');
		process.exit(1);
	});
}

function main() {
	var given = ownArguments();
	if (isTooOld()) {
		process.stderr.write('dpu-wizard needs Node.js ' + needed.join('.') + ' or newer, and this is ' + process.versions.node + '. Try: npx -p node@24 -p dpu-wizard dpu-wizard\n');
		process.exitCode = 1;
		return;
	}

	if (given.includes('--version')) {
		process.stdout.write(version + '\n');
		return;
	}

	if (given.includes('--help') || given.includes('-h')) {
		var command = given.find(argument => Object.hasOwn(help, argument));
		process.stdout.write(help[command || 'wizard']);
		return;
	}

	start(given);
}

main();
