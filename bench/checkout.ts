import {
	cpSync,
	existsSync,
	mkdtempSync,
	rmSync,
	symlinkSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {output} from './processes.js';

/**
Another revision in a folder of its own, with this tree's libraries, and with this bench: what measures is the same for both.
*/
export async function checkOut(root: string, revision: string): Promise<{readonly root: string; readonly close: () => Promise<void>}> {
	const directory = mkdtempSync(path.join(tmpdir(), 'dpu-wizard-against-'));
	const tree = path.join(directory, 'tree');
	await output('git', ['-C', root, 'worktree', 'add', '--detach', tree, revision]);
	rmSync(path.join(tree, 'bench'), {recursive: true, force: true});
	cpSync(path.join(root, 'bench'), path.join(tree, 'bench'), {recursive: true});
	if (!existsSync(path.join(tree, 'node_modules'))) {
		symlinkSync(path.join(root, 'node_modules'), path.join(tree, 'node_modules'));
	}

	return {
		root: tree,
		async close() {
			await output('git', ['-C', root, 'worktree', 'remove', '--force', tree]);
			rmSync(directory, {recursive: true, force: true});
		},
	};
}
