import {createHash} from 'node:crypto';
import {membersOf} from '../archive.js';
import {type Io, type Program, Refusal} from '../program.js';
import {type OptionSpec, readOptions} from '../usage.js';

const usage = (word: string) => new Refusal(`error: unknown option \`${word.replace(/^-+/v, '')}'`, 129);
const read = (argv: readonly string[], spec: Omit<OptionSpec, 'unknown'>) => readOptions(argv, {...spec, unknown: usage});

/**
As much of it as a build of sources without their history wants.
*/
export const git: Program = (argv, io) => {
	const top = read(argv, {flags: ['--no-pager'], values: ['-c', '-C'], stopsAtWord: true});
	const [verb = '', ...rest] = top.words;
	const settings = new Map((top.values.get('-c') ?? []).map(each => [each.slice(0, each.indexOf('=')), each.slice(each.indexOf('=') + 1)]));
	const action = verbs[verb];
	if (!action) {
		throw new Refusal(`git: '${verb}' is not a git command. See 'git --help'.`);
	}

	return action(rest, {io, settings, directory: io.path(top.value('-C') ?? '.')});
};

type Context = {readonly io: Io; readonly settings: ReadonlyMap<string, string>; readonly directory: string};

const verbs: Readonly<Record<string, (argv: readonly string[], context: Context) => number>> = {
	init(argv, {io, directory}) {
		const given = read(argv, {flags: [['-q', '--quiet'], '--bare'], values: [['-b', '--initial-branch']]});
		const root = given.words[0] === undefined ? directory : io.path(given.words[0]);
		io.files.mkdir(`${root}/.git`, {recursive: true});
		return 0;
	},
	add(argv, context) {
		const given = read(argv, {flags: [['-A', '--all'], ['-f', '--force']]});
		if (!given.has('--all') && given.words.length === 0) {
			context.io.complain('Nothing specified, nothing added.');
			return 0;
		}

		context.io.files.write(`${repository(context)}/index`, tree(context));
		return 0;
	},
	commit(argv, context) {
		const given = read(argv, {flags: [['-q', '--quiet'], ['-a', '--all'], '--allow-empty'], values: [['-m', '--message']]});
		const {io, settings} = context;
		const index = io.files.textIfThere(`${repository(context)}/index`);
		if (index === undefined) {
			throw new Refusal('nothing added to commit but untracked files present (use "git add" to track)');
		}

		if (!settings.has('user.email') || !settings.has('user.name')) {
			throw new Refusal('Author identity unknown\n\n*** Please tell me who you are.\n\nfatal: unable to auto-detect email address', 128);
		}

		const message = given.value('--message');
		if (message === undefined || message === '') {
			throw new Refusal('Aborting commit due to empty commit message.');
		}

		io.files.write(`${repository(context)}/HEAD`, `${createHash('sha1').update(index + message).digest('hex')}\n`);
		return 0;
	},
};

function repository({io, directory}: Context): string {
	for (let at = directory; ; at = at.slice(0, at.lastIndexOf('/'))) {
		if (io.files.exists(`${at}/.git`)) {
			return `${at}/.git`;
		}

		if (at === '') {
			throw new Refusal('fatal: not a git repository (or any of the parent directories): .git', 128);
		}
	}
}

const tree = ({io, directory}: Context): string => createHash('sha1').update(JSON.stringify(membersOf(io.files, directory, '.').filter(({path}) => !path.startsWith('./.git/')))).digest('hex');
