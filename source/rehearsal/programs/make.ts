import {type Io, type Program, Refusal} from '../program.js';
import {readOptions} from '../usage.js';

/**
Variables, targets and recipes of a Makefile, and none of make's functions.
*/
export const make: Program = async (argv, io) => {
	const given = readOptions(argv, {
		flags: [['-s', '--silent'], ['-k', '--keep-going']],
		values: [['-C', '--directory'], ['-f', '--file'], ['-j', '--jobs']],
		unknown: word => new Refusal(`make: ${word.startsWith('--') ? `unrecognized option '${word}'` : `invalid option -- '${word.slice(1)}'`}\nUsage: make [options] [target] ...`, 2),
	});
	const directory = io.path(given.value('--directory') ?? '.');
	if (!io.files.exists(directory)) {
		throw new Refusal(`make: *** ${given.value('--directory')!}: No such file or directory.  Stop.`, 2);
	}

	const text = io.files.textIfThere(`${directory}/${given.value('--file') ?? 'Makefile'}`);
	const targets = given.words.filter(word => !word.includes('='));
	if (text === undefined) {
		throw new Refusal('make: *** No targets specified and no makefile found.  Stop.', 2);
	}

	const variables = new Map(given.words.filter(word => word.includes('=')).map(word => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)]));
	const makefile = read(text, variables);
	for (const target of targets.length === 0 ? makefile.keys().toArray().slice(0, 1) : targets) {
		const recipe = makefile.get(target);
		if (!recipe) {
			throw new Refusal(`make: *** No rule to make target '${target}'.  Stop.`, 2);
		}

		for (const line of recipe) {
			await runLine(line, target, directory, io);
		}
	}

	return 0;
};

function read(text: string, given: ReadonlyMap<string, string>): ReadonlyMap<string, readonly string[]> {
	const variables = new Map(given);
	const expand = (line: string) => line.replaceAll(/\$[\(\{](?<name>\w+)[\)\}]/gv, (_whole, name: string) => variables.get(name) ?? '');
	const targets = new Map<string, string[]>();
	let recipe: string[] | undefined;
	for (const line of text.replaceAll('\\\n', '').split('\n')) {
		const assignment = /^(?<name>\w+)\s*(?:\?|:)?=\s*(?<value>.*)$/v.exec(line)?.groups;
		const target = /^(?<name>[\w\-]+):/v.exec(line)?.groups?.name;
		if (line.startsWith('\t')) {
			recipe?.push(expand(line.slice(1)));
		} else if (assignment) {
			// What stands on the command line wins.
			variables.set(assignment.name!, given.get(assignment.name!) ?? expand(assignment.value!));
		} else if (target !== undefined) {
			recipe = [];
			targets.set(target, recipe);
		}
	}

	return targets;
}

async function runLine(line: string, target: string, directory: string, io: Io): Promise<void> {
	io.say(line);
	const {status, out, errors} = await io.run(['bash', '-c', line], {cwd: directory});
	io.write(out);
	if (errors !== '') {
		io.complain(errors.replace(/\n$/v, ''));
	}

	if (status !== 0) {
		throw new Refusal(`make: *** [Makefile: ${target}] Error ${status}`, 2);
	}
}
