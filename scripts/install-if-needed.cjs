// Makes `npm start` and `npm test` work on a fresh clone: installs what package-lock.json names, when it has not been installed yet.
// Runs on whatever Node the machine has, so it stays with old syntax and has no dependencies.
'use strict';
var fs = require('fs');
var path = require('path');
var childProcess = require('child_process');

var root = path.join(__dirname, '..');

function modifiedAt(file) {
	try {
		return fs.statSync(path.join(root, file)).mtimeMs;
	} catch (error) {
		return 0;
	}
}

// Npm writes this file last, so an interrupted install is seen as none.
var installedAt = modifiedAt('node_modules/.package-lock.json');
if (installedAt === 0 || installedAt < modifiedAt('package-lock.json') || modifiedAt('node_modules/.bin/node') === 0) {
	process.stderr.write('Installing the libraries (once, about half a minute)\n');
	// EBADENGINE warnings are noise here: the scripts run on the Node of node_modules, whatever the machine's own is.
	var result = childProcess.spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
		cwd: root,
		stdio: ['ignore', 2, 2],
		shell: process.platform === 'win32',
	});
	if (result.status !== 0) {
		process.stderr.write('npm ci failed. Is the npm registry within reach? Then run: npm ci\n');
		process.exit(1);
	}
}
