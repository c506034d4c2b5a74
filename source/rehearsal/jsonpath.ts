/**
Kubectl's JSONPath: text with `{...}` of paths, ranges, filters and strings. Throws an `Error` in kubectl's words. A key that is not there gives nothing.
*/
export function jsonPath(template: string, data: unknown): string {
	const nodes = parse(template);
	return render(nodes, data, data);
}

type Node =
	| {readonly kind: 'text'; readonly text: string}
	| {readonly kind: 'path'; readonly steps: readonly Step[]}
	| {readonly kind: 'range'; readonly steps: readonly Step[]; readonly body: readonly Node[]};

type Step =
	| {readonly kind: 'key'; readonly key: string}
	| {readonly kind: 'all'}
	| {readonly kind: 'index'; readonly index: number}
	| {readonly kind: 'filter'; readonly path: readonly Step[]; readonly operator: string | undefined; readonly value: unknown};

function parse(template: string): Node[] {
	const stack: Node[][] = [[]];
	const ranges: Array<readonly Step[]> = [];
	for (const part of template.match(/\{(?:"(?:[^"\\]|\\.)*"|[^"\}])*\}|[^\{]+|\{/gv) ?? []) {
		const into = stack.at(-1)!;
		if (!part.startsWith('{')) {
			into.push({kind: 'text', text: part});
			continue;
		}

		const inside = part.slice(1, -1).trim();
		if (part === '{') {
			throw new Error('unclosed action');
		}

		if (inside.startsWith('"')) {
			into.push({kind: 'text', text: JSON.parse(inside) as string});
		} else if (inside.startsWith('range ')) {
			ranges.push(steps(inside.slice(6).trim()));
			stack.push([]);
		} else if (inside === 'end') {
			const body = stack.pop()!;
			const range = ranges.pop();
			if (!range) {
				throw new Error('not in range, nothing to end');
			}

			stack.at(-1)!.push({kind: 'range', steps: range, body});
		} else {
			into.push({kind: 'path', steps: steps(inside)});
		}
	}

	if (ranges.length > 0) {
		throw new Error('unterminated range');
	}

	return stack[0]!;
}

const stepPattern = /\.(?<key>(?:[\w\-\/]|\\.)+)|\[\?\(@(?<path>(?:\.(?:[\w\-]|\\.)+)+)(?:\s*(?<operator>==|!=)\s*(?:"(?<string>[^"]*)"|(?<literal>\w+)))?\)\]|\[(?<index>-?\d+)\]|(?<all>\[\*\])|\['(?<quoted>[^']+)'\]|\.$/vy;

function steps(text: string): Step[] {
	const all: Step[] = [];
	const path = text.replace(/^[$@]/v, '');
	stepPattern.lastIndex = 0;
	while (stepPattern.lastIndex < path.length) {
		const at = stepPattern.lastIndex;
		const groups = stepPattern.exec(path)?.groups;
		if (!groups || !/^[.\[]/v.test(path)) {
			throw new Error(`unrecognized character in action: ${path.slice(at)}`);
		}

		const key = groups.key ?? groups.quoted;
		if (key !== undefined) {
			all.push({kind: 'key', key: key.replaceAll(/\\(?<character>.)/gv, '$<character>')});
		} else if (groups.path !== undefined) {
			const saved = stepPattern.lastIndex;
			all.push({
				kind: 'filter', path: steps(groups.path), operator: groups.operator, value: groups.string ?? (groups.literal === undefined ? undefined : JSON.parse(groups.literal)),
			});
			stepPattern.lastIndex = saved;
		} else if (groups.index !== undefined) {
			all.push({kind: 'index', index: Number(groups.index)});
		} else if (groups.all !== undefined) {
			all.push({kind: 'all'});
		}
	}

	return all;
}

function render(nodes: readonly Node[], data: unknown, root: unknown): string {
	return nodes.map(node => {
		if (node.kind === 'text') {
			return node.text;
		}

		const values = evaluate(node.steps, data);
		return node.kind === 'path'
			? values.map(value => typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value)).join(' ')
			: (values.length === 1 && Array.isArray(values[0]) ? values[0] as unknown[] : values).map(value => render(node.body, value, root)).join('');
	}).join('');
}

/**
All values at a path.
*/
export function evaluate(path: readonly Step[], data: unknown): readonly unknown[] {
	let values: readonly unknown[] = [data];
	for (const step of path) {
		values = values.flatMap(value => follow(step, value));
	}

	return values.filter(value => value !== undefined && value !== null);
}

function follow(step: Step, value: unknown): readonly unknown[] {
	switch (step.kind) {
		case 'key': {
			return typeof value === 'object' && value !== null && Object.hasOwn(value, step.key) ? [(value as Readonly<Record<string, unknown>>)[step.key]] : [];
		}

		case 'all': {
			return Array.isArray(value) ? value : (typeof value === 'object' && value !== null ? Object.values(value) : []);
		}

		case 'index': {
			const found: unknown = Array.isArray(value) ? value.at(step.index) : undefined;
			return found === undefined ? [] : [found];
		}

		case 'filter': {
			return (Array.isArray(value) ? value : []).filter(each => {
				const [found] = evaluate(step.path, each);
				return step.operator === undefined ? found !== undefined : (step.operator === '==') === (found === step.value);
			});
		}
	}
}

/**
The values at one path, as `-o custom-columns` takes it.
*/
export const valuesAt = (path: string, data: unknown): readonly unknown[] => evaluate(steps(path.startsWith('.') || path.startsWith('[') ? path : `.${path}`), data);
