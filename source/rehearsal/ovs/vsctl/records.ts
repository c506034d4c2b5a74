import {
	type Database,
	isEmpty,
	listed,
	mapOf,
	type Row,
	rootRow,
	setOf,
	textOf,
	update,
	type Value,
} from '../database.js';
import {
	columnsOf,
	type ColumnType,
	meant,
	schema,
	type TableName,
} from '../schema.js';
import {readToken, readValue, valueText} from './atoms.js';
import {type Command, type CommandContext, refused} from './command.js';

const many = Infinity;

/**
The commands that work on any record of any table.
*/
export const recordCommands: Readonly<Record<string, Command>> = {
	get: {
		least: 2, most: many, options: ['--if-exists', '--id'], isReading: true,
		run([tableWord, record, ...columns], context) {
			const table = tableOf(tableWord!);
			const row = rowOf(table, record!, context);
			for (const word of row ? columns : []) {
				const {column, key} = columnAndKey(table, word);
				if (column === '_uuid') {
					context.say(row!.uuid);
				} else if (key === undefined) {
					context.say(valueText(row![column], typeOf(table, column)));
				} else if (mapOf(row!, column)[key] !== undefined) {
					context.say(valueText(mapOf(row!, column)[key], 'string'));
				} else if (!context.options.has('--if-exists')) {
					throw refused(`no key ${key} in ${table} record "${record!}" column ${column}`);
				}
			}
		},
	},
	set: {
		least: 3, most: many, options: ['--if-exists'],
		run([tableWord, record, ...assignments], context) {
			const table = tableOf(tableWord!);
			for (const word of assignments) {
				const row = rowOf(table, record!, context);
				if (row) {
					assign(table, row, word, context.database);
				}
			}
		},
	},
	add: {
		least: 4, most: many, options: ['--if-exists'],
		run([tableWord, record, columnWord, ...values], context) {
			const table = tableOf(tableWord!);
			const column = columnOf(table, columnWord!);
			const type = typeOf(table, column);
			const row = rowOf(table, record!, context);
			if (!row) {
				return;
			}

			const added = values.map(value => readValue(value, type === 'map' ? 'map' : 'set', value));
			update(context.database, table, row, {
				[column]: type === 'map'
					? Object.assign({}, ...added, mapOf(row, column)) as Record<string, string>
					: [...new Set([...setOf(row, column), ...added.flat() as string[]])],
			});
		},
	},
	remove: {
		least: 4, most: many, options: ['--if-exists'],
		run([tableWord, record, columnWord, ...words], context) {
			const table = tableOf(tableWord!);
			const column = columnOf(table, columnWord!);
			const row = rowOf(table, record!, context);
			if (!row) {
				return;
			}

			if (typeOf(table, column) === 'map') {
				const gone = words.map(word => readKey(word));
				update(context.database, table, row, {[column]: Object.fromEntries(Object.entries(mapOf(row, column)).filter(([key, value]) => gone.every(each => !(each.key === key && (each.value === undefined || each.value === value)))))});
			} else if (Array.isArray(row[column])) {
				update(context.database, table, row, {[column]: setOf(row, column).filter(each => !words.includes(each))});
			} else if (words.includes(textOf(row, column))) {
				update(context.database, table, row, {[column]: undefined});
			}
		},
	},
	clear: {
		least: 3, most: many, options: ['--if-exists'],
		run([tableWord, record, ...columns], context) {
			const table = tableOf(tableWord!);
			for (const word of columns) {
				const row = rowOf(table, record!, context);
				const column = columnOf(table, word);
				if (row) {
					update(context.database, table, row, {[column]: undefined});
				}
			}
		},
	},
	list: {
		least: 1, most: many, options: ['--columns', '--if-exists'], isReading: true,
		run([tableWord, ...records], context) {
			const table = tableOf(tableWord!);
			const rows = records.length === 0 ? context.database[table].values().toArray() : records.map(record => rowOf(table, record, context)).filter(row => row !== undefined);
			print(table, rows, context);
		},
	},
	find: {
		least: 1, most: many, options: ['--columns'], isReading: true,
		run([tableWord, ...conditions], context) {
			const table = tableOf(tableWord!);
			const tests = conditions.map(word => condition(table, word));
			print(table, context.database[table].values().filter(row => tests.every(isTrue => isTrue(row))).toArray(), context);
		},
	},
};

function tableOf(word: string): TableName {
	const found = meant(word, Object.keys(schema) as TableName[]);
	if (found === undefined) {
		throw refused(`unknown table "${word}"`);
	}

	return found;
}

function columnOf(table: TableName, word: string): string {
	const found = word === '_uuid' ? word : meant(word, Object.keys(columnsOf(table)));
	if (found === undefined) {
		throw refused(`${table} does not contain a column whose name matches "${word}"`);
	}

	return found;
}

const typeOf = (table: TableName, column: string): ColumnType => columnsOf(table)[column] ?? 'string';

function rowOf(table: TableName, record: string, {database, options}: CommandContext): Row | undefined {
	const {key} = schema[table];
	const found = key === undefined && record === '.' ? rootRow(database) : database[table].values().find(row => row.uuid === record || (key !== undefined && row[key] === record));
	if (!found && !options.has('--if-exists')) {
		throw refused(`no row "${record}" in table ${table}`);
	}

	return found;
}

function readKey(word: string): {readonly key: string; readonly value: string | undefined} {
	const key = readToken(word, 0, word);
	if (key.end === word.length) {
		return {key: key.value, value: undefined};
	}

	const value = word[key.end] === '=' ? readToken(word, key.end + 1, word) : undefined;
	if (value?.end !== word.length) {
		throw refused(`${word}: trailing garbage "${word.slice(value?.end ?? key.end)}"`);
	}

	return {key: key.value, value: value.value};
}

function columnAndKey(table: TableName, word: string): {readonly column: string; readonly key: string | undefined; readonly rest: string} {
	const name = readToken(word, 0, word);
	const column = columnOf(table, name.value);
	if (word[name.end] !== ':') {
		return {column, key: undefined, rest: word.slice(name.end)};
	}

	if (typeOf(table, column) !== 'map') {
		throw refused(`cannot specify key to get or set for non-map column ${column}`);
	}

	const key = readToken(word, name.end + 1, word);
	return {column, key: key.value, rest: word.slice(key.end)};
}

const readOnly = new Set(['_uuid', 'name', 'ofport', 'error', 'statistics', 'status', 'mac_in_use']);

function assign(table: TableName, row: Row, word: string, database: Database): void {
	const {column, key, rest} = columnAndKey(table, word);
	if (!rest.startsWith('=')) {
		throw refused(`${word}: argument does not end in "=" followed by a value.`);
	}

	if (readOnly.has(column)) {
		throw refused(`cannot modify read-only column ${column} in table ${table}`);
	}

	const text = rest.slice(1);
	if (key === undefined) {
		update(database, table, row, {[column]: readValue(text, typeOf(table, column), word)});
		return;
	}

	const {value, end} = readToken(text, 0, word);
	if (text === '' || end !== text.length) {
		throw refused(`${word}: trailing garbage "${text.slice(end)}"`);
	}

	update(database, table, row, {[column]: {...mapOf(row, column), [key]: value}});
}

function condition(table: TableName, word: string): (row: Row) => boolean {
	const {column, key, rest} = columnAndKey(table, word);
	const found = /^(?<operator>!=|=)(?<text>.*)$/sv.exec(rest)?.groups;
	if (!found) {
		throw refused(`${word}: argument does not end in "=", "!=", "<", ">", "<=", ">=", "{=}", "{!=}", "{<}", "{>}", "{<=}", or "{>=}" followed by a value.`);
	}

	const isWanted = found.operator === '=';
	const type = key === undefined ? typeOf(table, column) : 'string';
	const wanted = valueText(emptied(readValue(found.text!, type, word)), type);
	return row => {
		const value = column === '_uuid' ? row.uuid : (key === undefined ? row[column] : mapOf(row, column)[key]);
		// A key that is not there is neither equal nor unequal.
		return (key === undefined || value !== undefined) && (valueText(value, type) === wanted) === isWanted;
	};
}

const emptied = (value: Value): Value | undefined => isEmpty(value) ? undefined : value;

function print(table: TableName, rows: readonly Row[], {options, isBare, say}: CommandContext): void {
	const asked = options.value('--columns')?.split(',').map(word => columnOf(table, word));
	const columns = asked ?? ['_uuid', ...listed(table).map(([column]) => column)];
	say(rows.map(row => columns.map(column => {
		const text = column === '_uuid' ? row.uuid : valueText(row[column], typeOf(table, column), isBare);
		return isBare ? text : `${column.padEnd(20)}: ${text}`;
	}).join('\n')).join('\n\n'));
}
