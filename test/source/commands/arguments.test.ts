import {expect, test} from 'vitest';
import {readArguments} from '../../../source/commands/arguments.js';
import {UserError} from '../../../source/errors.js';

const refusal = (...argv: readonly string[]) => {
	try {
		readArguments(argv);
	} catch (error) {
		if (error instanceof UserError) {
			return [error.message, ...error.advice].join(' ');
		}

		throw error;
	}

	throw new Error('It was taken');
};

test('without a command it is the wizard', () => {
	expect(readArguments(['--plain'])).toMatchObject({command: 'wizard', flags: new Set(['plain'])});
});

test('an option may stand before the command', () => {
	const {command, values} = readArguments(['--lab', 'mine', 'status', '--json']);
	expect(command).toBe('status');
	expect(values.get('lab')).toEqual(['mine']);
});

test('--only takes the words that follow it, commas and repetition', () => {
	const {values, positionals} = readArguments(['run', '--only', 'a.b', 'c.d', '--skip=e.f,g.h', '--only', 'i.j', '--json']);
	expect(values.get('only')).toEqual(['a.b', 'c.d', 'i.j']);
	expect(values.get('skip')).toEqual(['e.f', 'g.h']);
	expect(positionals).toEqual([]);
});

test('--yes may name the lab', () => {
	expect(readArguments(['run', '--yes']).values.get('yes')).toEqual([]);
	expect(readArguments(['run', '--yes', 'mine']).values.get('yes')).toEqual(['mine']);
	expect(readArguments(['run', '--yes=mine', '--json']).values.get('yes')).toEqual(['mine']);
});

test('after -- nothing is an option', () => {
	expect(readArguments(['log', '--', '--weird']).positionals).toEqual(['--weird']);
});

test.each([
	['an unknown command, with the nearest', ['chekclist'], 'Did you mean checklist?'],
	['an unknown option, with the nearest', ['checklist', '--formt=json'], 'Did you mean --format?'],
	['an option of another command', ['status', '--yes'], 'It belongs to run, undo, teardown, rewind.'],
	['a short option', ['run', '-y'], 'There is no option -y.'],
	['a value for what takes none', ['run', '--json=1'], '--json takes no value.'],
	['an option without its value', ['run', '--from'], '--from needs a value: --from STEP'],
	['an option instead of a value', ['run', '--from', '--json'], '--from needs a value: --from STEP'],
	['an option given twice', ['run', '--from', 'a', '--from', 'b'], '--from was given more than once: a, b.'],
	['an unknown format, with the nearest', ['checklist', '--format', 'markdwn'], 'Did you mean markdown?'],
	['a format of another command', ['lab', 'export', '--format', 'bash'], 'It may be variables.sh, json, ssh-config.'],
])('%s is refused', (_, argv, expected) => {
	expect(refusal(...argv)).toContain(expected);
});
