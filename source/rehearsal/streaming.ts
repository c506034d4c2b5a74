import {
	parse,
	type ScriptNode,
	type StatementNode,
	type TransformPlugin,
} from 'just-bash';

export const streams = {stdout: '/dev/.stdout', stderr: '/dev/.stderr'} as const;

const [wrapper] = parse(`{ :; } >>${streams.stdout} 2>>${streams.stderr}`).statements;
const [exit] = parse('exit $?').statements;

/**
Lets a script's output come as each of its statements ends: the interpreter gives it out at the script's own end only. Each statement, also those in loops and
branches, becomes a group whose output goes to two files that are no files. Only once: what the script starts by itself keeps its output to itself.
*/
export function streaming(): TransformPlugin {
	let isDone = false;
	return {
		name: 'streaming',
		transform({ast}) {
			if (isDone) {
				return {ast};
			}

			isDone = true;
			return {ast: {...ast, statements: streamed(ast.statements)} satisfies ScriptNode};
		},
	};
}

const streamed = (statements: readonly StatementNode[]): StatementNode[] => statements.flatMap(statement => {
	const inner = compoundOf(statement);
	return inner ? [{...statement, pipelines: [{...statement.pipelines[0]!, commands: [inner]}]}] : [wrapped(statement), ...(isExec(statement) ? [exit!] : [])];
});

function wrapped(statement: StatementNode): StatementNode {
	const outer = structuredClone(wrapper!);
	(outer.pipelines[0]!.commands[0] as {body: StatementNode[]}).body = [statement];
	return outer;
}

type CommandNode = StatementNode['pipelines'][number]['commands'][number];

// A loop or a branch that stands alone, with no output turned elsewhere.
function compoundOf({pipelines, background}: StatementNode): CommandNode | undefined {
	const [pipeline, second] = pipelines;
	const [command, piped] = pipeline?.commands ?? [];
	if (!command || piped || second || background || pipeline?.negated || ('redirections' in command && command.redirections.length > 0)) {
		return undefined;
	}

	switch (command.type) {
		case 'If': {
			return {
				...command,
				clauses: command.clauses.map(clause => ({...clause, condition: streamed(clause.condition), body: streamed(clause.body)})),
				elseBody: command.elseBody && streamed(command.elseBody),
			};
		}

		case 'For':
		case 'CStyleFor': {
			return {...command, body: streamed(command.body)};
		}

		case 'While':
		case 'Until': {
			return {...command, condition: streamed(command.condition), body: streamed(command.body)};
		}

		case 'Case':
		case 'Group':
		case 'Subshell':
		case 'SimpleCommand':
		case 'FunctionDef':
		case 'ArithmeticCommand':
		case 'ConditionalCommand': {
			return undefined;
		}
	}
}

// The interpreter goes on after an `exec` of a program.
function isExec({pipelines}: StatementNode): boolean {
	const command = pipelines[0]?.commands[0];
	return command?.type === 'SimpleCommand' && command.args.length > 0 && command.name?.parts.length === 1 && command.name.parts[0]!.type === 'Literal' && command.name.parts[0].value === 'exec';
}
