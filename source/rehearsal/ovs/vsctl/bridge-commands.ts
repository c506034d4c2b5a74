import {
	addBridge,
	addPort,
	bridgeOfInterface,
	bridgeOfPort,
	bridgesOf,
	type BridgeView,
	deleteBridge,
	deletePort,
} from '../bridges.js';
import {
	type Database,
	mapOf,
	named,
	rootRow,
	textOf,
	update,
} from '../database.js';
import {recordCommands} from './records.js';
import {type Command, type CommandContext, refused} from './command.js';

function bridgeNamed(name: string, database: Database): BridgeView {
	const bridge = bridgesOf(database).find(each => each.name === name);
	if (!bridge) {
		throw refused(`no bridge named ${name}`);
	}

	return bridge;
}

const sorted = (names: readonly string[], say: CommandContext['say']) => {
	for (const name of names.toSorted()) {
		say(name);
	}
};

/**
The commands about bridges and their ports.
*/
export const bridgeCommands: Readonly<Record<string, Command>> = {
	'add-br': {
		least: 1, most: 3, options: ['--may-exist'],
		run([name, parent], {database, options}) {
			if (parent !== undefined) {
				throw refused(`the rehearsal lab has no fake bridges: 'add-br ${name!} ${parent}'`);
			}

			if (bridgesOf(database).some(each => each.name === name)) {
				if (!options.has('--may-exist')) {
					throw refused(`cannot create a bridge named ${name!} because a bridge named ${name!} already exists`);
				}

				return;
			}

			if (named(database, 'Port', name!)) {
				throw refused(`cannot create a bridge named ${name!} because a port named ${name!} already exists on bridge ${bridgeOfPort(database, name!)?.name ?? ''}`);
			}

			addBridge(database, name!);
		},
	},
	'del-br': {
		least: 1, most: 1, options: ['--if-exists'],
		run([name], {database, options}) {
			if (!options.has('--if-exists')) {
				bridgeNamed(name!, database);
			}

			deleteBridge(database, name!);
		},
	},
	'list-br': {
		least: 0, most: 0, options: ['--real', '--fake'], isReading: true,
		run(_words, {database, say}) {
			sorted(bridgesOf(database).map(({name}) => name), say);
		},
	},
	'br-exists': {
		least: 1, most: 1, isReading: true,
		run: ([name], {database}) => bridgesOf(database).some(each => each.name === name) ? 0 : 2,
	},
	'add-port': {
		least: 2, most: Infinity, options: ['--may-exist'],
		run([bridge, name, ...columns], context) {
			const {database, options} = context;
			bridgeNamed(bridge!, database);
			const holder = named(database, 'Port', name!) && bridgesOf(database).find(({ports}) => ports.some(port => port.name === name));
			if (holder && (!options.has('--may-exist') || holder.name !== bridge)) {
				throw refused(options.has('--may-exist')
					? `"${bridge!}" does not match requested "${holder.name}" for existing port ${name!}`
					: `cannot create a port named ${name!} because ${holder.name === name ? `a bridge named ${name} already exists` : `a port named ${name!} already exists on bridge ${holder.name}`}`);
			}

			if (!holder) {
				addPort(database, bridge!, name!);
			}

			if (columns.length > 0) {
				recordCommands.set!.run(['Port', name!, ...columns], context);
			}
		},
	},
	'del-port': {
		least: 1, most: 2, options: ['--if-exists', '--with-iface'],
		run(words, {database, options}) {
			const name = words.at(-1)!;
			const holder = bridgeOfPort(database, name);
			if (words.length === 2) {
				bridgeNamed(words[0]!, database);
			}

			if (!holder && !options.has('--if-exists')) {
				throw refused(bridgesOf(database).some(each => each.name === name) ? `cannot delete port ${name} because it is the local port for bridge ${name} (deleting this port requires deleting the entire bridge)` : `no port named ${name}`);
			}

			if (holder && words.length === 2 && holder.name !== words[0]) {
				throw refused(`bridge ${words[0]!} does not have a port ${name} (although its parent bridge ${holder.name} does)`);
			}

			if (holder) {
				deletePort(database, name);
			}
		},
	},
	'list-ports': {
		least: 1, most: 1, isReading: true,
		run([bridge], {database, say}) {
			sorted(bridgeNamed(bridge!, database).ports.map(({name}) => name).filter(name => name !== bridge), say);
		},
	},
	'list-ifaces': {
		least: 1, most: 1, isReading: true,
		run([bridge], {database, say}) {
			sorted(bridgeNamed(bridge!, database).ports.flatMap(({interfaces}) => interfaces.map(each => textOf(each, 'name'))).filter(name => name !== bridge), say);
		},
	},
	'port-to-br': {
		least: 1, most: 1, isReading: true,
		run([port], {database, say}) {
			const bridge = bridgeOfPort(database, port!);
			if (!bridge) {
				throw refused(`no port named ${port!}`);
			}

			say(bridge.name);
		},
	},
	'iface-to-br': {
		least: 1, most: 1, isReading: true,
		run([name], {database, say}) {
			const bridge = bridgeOfInterface(database, name!);
			if (!bridge) {
				throw refused(`no interface named ${name!}`);
			}

			say(bridge.name);
		},
	},
	'get-fail-mode': {
		least: 1, most: 1, isReading: true,
		run([name], {database, say}) {
			const mode = textOf(bridgeNamed(name!, database).row, 'fail_mode');
			if (mode !== '') {
				say(mode);
			}
		},
	},
	'set-fail-mode': {
		least: 2, most: 2,
		run([name, mode], {database}) {
			const {row} = bridgeNamed(name!, database);
			if (mode !== 'secure' && mode !== 'standalone') {
				throw refused('fail-mode must be "secure" or "standalone"');
			}

			update(database, 'Bridge', row, {fail_mode: mode});
		},
	},
	'del-fail-mode': {
		least: 1, most: 1,
		run([name], {database}) {
			update(database, 'Bridge', bridgeNamed(name!, database).row, {fail_mode: undefined});
		},
	},
	show: {
		least: 0, most: 0, isReading: true,
		run(_words, {database, say}) {
			say(rootRow(database).uuid);
			for (const {row, name, ports} of bridgesOf(database)) {
				say(`    Bridge ${name}`);
				if (row.fail_mode !== undefined) {
					say(`        fail_mode: ${textOf(row, 'fail_mode')}`);
				}

				for (const port of ports) {
					say(`        Port ${port.name}`);
					for (const each of port.interfaces) {
						say(`            Interface ${textOf(each, 'name')}`);
						const options = Object.entries(mapOf(each, 'options')).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
						for (const [label, value] of [['type', each.type === undefined ? undefined : textOf(each, 'type')], ['options', options.length === 0 ? undefined : `{${options.join(', ')}}`], ['error', each.error === undefined ? undefined : JSON.stringify(each.error)]] as const) {
							if (value !== undefined) {
								say(`                ${label}: ${value}`);
							}
						}
					}
				}
			}

			say(`    ovs_version: "${textOf(rootRow(database), 'ovs_version')}"`);
		},
	},
	init: {least: 0, most: 0, run: () => undefined},
};
