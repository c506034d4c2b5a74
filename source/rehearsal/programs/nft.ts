import {readRuleset} from '../network/nftables.js';
import {type Program, Refusal} from '../program.js';
import {readOptions} from '../usage.js';

export const nft: Program = (argv, io) => {
	const given = readOptions(argv, {
		flags: ['-a', '-c', '-j', '-n', '-s'],
		values: [['-f', '--file']],
		unknown: word => new Refusal(`nft: unrecognized option '${word}'`),
		isBundled: true,
	});
	if (!io.isRoot) {
		throw new Refusal('Operation not permitted (you must be root)');
	}

	const path = given.value('--file');
	if (path !== undefined) {
		readRuleset(io.read(path), io.machine);
		return 0;
	}

	const [verb, object, family, name] = given.words;
	const table = `${family ?? 'ip'} ${name ?? ''}`;
	const known = io.machine.nftables.get(table);
	if (verb === 'list' && object === 'ruleset') {
		io.write([...io.machine.nftables.values()].join(''));
		return 0;
	}

	if (verb === 'add' && object === 'table') {
		io.machine.nftables.set(table, known ?? `table ${table} {\n}\n`);
		return 0;
	}

	if (object !== 'table' || (verb !== 'list' && verb !== 'delete')) {
		throw new Refusal(`Error: syntax error, unexpected ${verb ?? 'end of file'}`);
	}

	if (known === undefined) {
		throw new Refusal(`Error: No such file or directory\n${verb} table ${table}`);
	}

	if (verb === 'list') {
		io.write(known);
	} else {
		io.machine.nftables.delete(table);
		io.machine.masquerades = io.machine.masquerades.filter(rule => rule.table !== table);
	}

	return 0;
};
