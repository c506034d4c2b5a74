import type {Machine} from '../machine.js';
import {Refusal} from '../program.js';
import type {Rehearsal} from '../rehearsal.js';
import {rootOf, runScript} from '../script.js';
import {searchPath} from '../search-path.js';
import {daemons} from './daemons.js';
import {
	findUnit,
	rootFiles,
	stateOf,
	type Unit,
} from './units.js';

/**
Starts a unit, as `systemctl start` does. Resolves with why it failed, or undefined.
*/
export async function startUnit(name: string, machine: Machine, rehearsal: Rehearsal): Promise<string | undefined> {
	const unit = findUnit(machine, name);
	if (!unit) {
		return `Unit ${name} not found.`;
	}

	const standing = stateOf(machine, unit.name);
	const missing = wordsOf(unit, 'Requires').filter(each => stateOf(machine, each).state !== 'active');
	for (const needed of missing) {
		const why = await startUnit(needed, machine, rehearsal);
		if (why !== undefined) {
			return `A dependency job for ${unit.name} failed: ${needed}: ${why}`;
		}
	}

	const failed = await startProcesses(unit, machine, rehearsal);
	standing.state = failed === undefined ? 'active' : 'failed';
	if (failed !== undefined) {
		const file = rootFiles(machine);
		file.write('/var/log/journal.txt', `${unit.name}: ${failed}\n`, {append: true});
	}

	return failed;
}

const wordsOf = (unit: Unit, key: string): readonly string[] => unit.all('Unit', key).flatMap(value => value.split(/\s+/v)).filter(word => word !== '');

// `env` looks for the program that it is to become.
function argvOf(line: string, machine: Machine): readonly string[] {
	const argv = line.replace(/^[!+\-:@]+/v, '').split(/\s+/v);
	const found = argv[0] === '/usr/bin/env' ? searchPath.find(path => rootFiles(machine).exists(`${path}/${argv[1] ?? ''}`)) : undefined;
	return found === undefined ? argv : [`${found}/${argv[1]!}`, ...argv.slice(2)];
}

async function startProcesses(unit: Unit, machine: Machine, rehearsal: Rehearsal): Promise<string | undefined> {
	const type = unit.value('Service', 'Type') ?? 'simple';
	for (const line of unit.all('Service', 'ExecStart')) {
		const argv = argvOf(line, machine);
		const program = argv[0]!.slice(argv[0]!.lastIndexOf('/') + 1);
		if (!rootFiles(machine).exists(argv[0]!)) {
			return `Failed to locate executable ${argv[0]!}: No such file or directory`;
		}

		const daemon = daemons.get(program);
		if (daemon) {
			try {
				await daemon.start(argv.slice(1), {rehearsal, machine, unit});
			} catch (error) {
				if (error instanceof Refusal) {
					return error.message;
				}

				throw error;
			}
		} else if (type === 'oneshot') {
			const failed = await runOnce(line, machine, rehearsal);
			if (failed !== undefined && !line.startsWith('-')) {
				return failed;
			}
		}
	}

	return undefined;
}

async function runOnce(line: string, machine: Machine, rehearsal: Rehearsal): Promise<string | undefined> {
	let words = '';
	const status = await runScript(line.replace(/^[!+\-:@]+/v, ''), {
		rehearsal,
		machine,
		user: rootOf(machine),
		signal: rehearsal.running.get(machine.name)?.signal ?? new AbortController().signal,
		onOutput(_stream, bytes) {
			words += new TextDecoder().decode(bytes);
		},
	});
	return status === 0 ? undefined : `Main process exited, code=exited, status=${status}: ${words.trim()}`;
}

/**
Tells a daemon to read its configuration again.
*/
export async function reloadUnit(unit: Unit, machine: Machine, rehearsal: Rehearsal): Promise<void> {
	for (const line of unit.all('Service', 'ExecStart')) {
		const path = line.replace(/^[!+\-:@]+/v, '').split(/\s+/v, 1)[0]!;
		await daemons.get(path.slice(path.lastIndexOf('/') + 1))?.reload?.({rehearsal, machine, unit});
	}
}

export async function stopUnit(name: string, machine: Machine, rehearsal: Rehearsal): Promise<void> {
	const unit = findUnit(machine, name);
	const standing = stateOf(machine, unit?.name ?? name);
	if (unit && standing.state === 'active') {
		for (const line of unit.all('Service', 'ExecStart')) {
			const path = line.replace(/^[!+\-:@]+/v, '').split(/\s+/v, 1)[0]!;
			await daemons.get(path.slice(path.lastIndexOf('/') + 1))?.stop?.({rehearsal, machine, unit});
		}

		for (const line of unit.all('Service', 'ExecStop')) {
			await runOnce(line, machine, rehearsal);
		}
	}

	machine.listeners = machine.listeners.filter(listener => listener.unit !== (unit?.name ?? name));
	standing.state = 'inactive';
	// What is part of it, or can't be without it, goes with it.
	const others = [...machine.units].filter(([each]) => each !== unit?.name);
	for (const [other, {state}] of others) {
		const dependent = state === 'active' ? findUnit(machine, other) : undefined;
		if (dependent && [...wordsOf(dependent, 'PartOf'), ...wordsOf(dependent, 'Requires')].includes(unit?.name ?? name)) {
			await stopUnit(other, machine, rehearsal);
		}
	}
}
