import {spawnSync} from 'node:child_process';
import {
	mkdirSync,
	mkdtempSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';

// Labs have most of their texts in common.
const good = new Set<string>();

/**
What bash and ShellCheck have against some texts; empty when they are good. Scripts that a text hands to another shell (`bash -c '...'`, `ssh NODE '...'`)
are checked for themselves.
*/
export function complaints(texts: ReadonlyMap<string, string>): string[] {
	const directory = mkdtempSync(path.join(tmpdir(), 'shell-check-'));
	try {
		mkdirSync(directory, {recursive: true});
		const named = new Map<string, string>();
		for (const [name, text] of texts) {
			for (const [index, script] of scriptsIn(text).entries()) {
				if (!good.has(script)) {
					named.set(script, `${name}${index === 0 ? '' : ` (inner ${index})`}`);
				}
			}
		}

		const files = [...named].map(([script, name], index) => {
			const file = path.join(directory, `${index}.sh`);
			writeFileSync(file, `${script}\n`);
			return {file, name};
		});
		// One process that starts the others: ten times as fast as starting them from here.
		const {stdout: badSyntax} = spawnSync('bash', ['-c', 'for file; do bash -n "$file" 2>&1; done', 'bash', ...files.map(({file}) => file)], {encoding: 'utf8', maxBuffer: 100_000_000});
		const bash = badSyntax.split('\n').filter(Boolean);
		const {stdout, error} = spawnSync('shellcheck', ['-s', 'bash', '-e', excluded, '-f', 'gcc', ...files.map(({file}) => file)], {encoding: 'utf8', maxBuffer: 100_000_000});
		if (error) {
			throw error;
		}

		const found = stdout.split('\n').filter(Boolean).map(line => {
			const [file = ''] = line.split(':', 1);
			return `${files.find(each => each.file === file)?.name ?? ''}: ${line}`;
		});
		if (bash.length === 0 && found.length === 0) {
			for (const script of named.keys()) {
				good.add(script);
			}
		}

		return [...bash, ...found];
	} finally {
		rmSync(directory, {recursive: true, force: true});
	}
}

// SC2016: `$` in single quotes is meant for the shell that gets the text. SC1091: /etc/os-release is not there to be read. SC2043: a list of one is a list.
// SC2235: a check that may end by `exit` wants a subshell of its own.
const excluded = 'SC2016,SC1091,SC2043,SC2235';

// A word in single quotes as `quote` writes it, after something that takes a script.
const handedOver = /(?:bash -euo pipefail -c|ssh -F \S+ \S+) '(?<script>(?:[^']|'\\'')*)'/g;

/**
A text, and every script that it hands to another shell.
*/
export function scriptsIn(text: string): string[] {
	const inner = text.matchAll(handedOver).map(([, quoted = '']) => quoted.replaceAll(String.raw`'\''`, '\'')).toArray();
	return [text, ...inner.flatMap(script => scriptsIn(script))];
}
