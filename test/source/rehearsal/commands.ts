import {parse} from 'just-bash';
import {inDialect} from '../../../source/rehearsal/dialect.js';
import {programs} from '../../../source/rehearsal/programs/index.js';

export type Argv = readonly [program: string, ...words: string[]];

/**
Every call of a program in a script, in the scripts that it hands to a shell or to another machine, and behind programs that run others.
*/
export function callsIn(script: string): readonly Argv[] {
	const calls: Argv[] = [];
	visit(parse(inDialect(script)), words => {
		calls.push(...unwrapped(words));
	});
	return calls;
}

type Tree = {readonly type?: string; readonly [key: string]: unknown};

function visit(node: unknown, onCall: (words: readonly string[]) => void): void {
	if (Array.isArray(node)) {
		for (const each of node) {
			visit(each, onCall);
		}
	} else if (typeof node === 'object' && node !== null) {
		const tree = node as Tree;
		if (tree.type === 'SimpleCommand' && tree.name !== null) {
			onCall([textOf(tree.name as Tree), ...(tree.args as readonly Tree[]).map(word => textOf(word))]);
		}

		visit(Object.values(tree), onCall);
	}
}

// What only the run knows stands there as a word.
const textOf = ({parts}: Tree): string => (parts as readonly Tree[]).map(part => {
	if (part.type === 'DoubleQuoted') {
		return textOf(part);
	}

	return ['Literal', 'SingleQuoted', 'Escaped'].includes(part.type ?? '') ? part.value as string : (part.type === 'Glob' ? part.pattern as string : 'x');
}).join('');

const runners = new Set(['sudo', 'env', 'timeout', 'xargs', 'flock', 'exec', 'command']);

function unwrapped(words: readonly string[]): readonly Argv[] {
	const [program = '', ...rest] = words;
	const script = program === 'bash' ? rest[rest.indexOf('-c') + 1] : (program === 'ssh' ? rest.at(-1) : undefined);
	const inside = script !== undefined && (program === 'ssh' || rest.includes('-c')) ? callsIn(script) : [];
	const next = runners.has(program) ? rest.findIndex(word => programs.has(word)) : -1;
	const own = next === -1 ? words : words.slice(0, next + 1);
	return [...(programs.has(program) ? [own as unknown as Argv] : []), ...(next === -1 ? [] : unwrapped(rest.slice(next))), ...inside];
}
