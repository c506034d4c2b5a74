import {type Io, type Program, Refusal} from '../program.js';
import {powerOff} from '../power.js';
import {generateUnits} from '../systemd/quadlet.js';
import {reloadUnit, startUnit, stopUnit} from '../systemd/start.js';
import {findUnit, stateOf, unitName} from '../systemd/units.js';
import {readOptions} from '../usage.js';

export const systemctl: Program = async (argv, io) => {
	const given = readOptions(argv, {
		flags: ['--now', '--no-legend', ['-q', '--quiet'], '--no-block', '--no-pager', ['-f', '--force'], '--runtime', '--wait'],
		values: [['-p', '--property'], ['-t', '--type'], '--state', ['-n', '--lines']],
		unknown: word => new Refusal(`systemctl: unrecognized option '${word}'`),
		isBundled: true,
	});
	const [verb, ...units] = given.words;
	const action = verbs[verb ?? ''];
	if (!action) {
		throw new Refusal(`Unknown command verb '${verb ?? ''}'.`);
	}

	if (changing.has(verb!) && !io.isRoot) {
		throw new Refusal('Failed to connect: Interactive authentication required.');
	}

	if (wantingUnits.has(verb!) && units.length === 0) {
		throw new Refusal('Too few arguments.');
	}

	return action(units.map(each => unitName(each)), io, {
		isNow: given.has('--now'), isQuiet: given.has('--quiet'), isForced: given.has('--force'), states: given.values.get('--state') ?? [], hasLegend: !given.has('--no-legend'),
	});
};

const changing = new Set(['start', 'stop', 'restart', 'reload', 'enable', 'disable', 'mask', 'daemon-reload', 'poweroff', 'reboot', 'try-restart', 'reload-or-restart', 'reset-failed']);
const wantingUnits = new Set(['start', 'stop', 'restart', 'enable', 'disable', 'is-active', 'is-enabled', 'cat']);

type Options = {readonly isNow: boolean; readonly isQuiet: boolean; readonly isForced: boolean; readonly states: readonly string[]; readonly hasLegend: boolean};
type Verb = (units: readonly string[], io: Io, options: Options) => number | Promise<number>;

const known = (name: string, io: Io, words = `Failed to start ${name}: Unit ${name} not found.`, status = 5) => {
	const unit = findUnit(io.machine, name);
	if (!unit) {
		throw new Refusal(words, status);
	}

	return unit;
};

const start: Verb = async (units, io) => {
	for (const name of units) {
		known(name, io);
		if (stateOf(io.machine, name).state === 'active') {
			continue;
		}

		await io.work(1);
		const failed = await startUnit(name, io.machine, io.rehearsal);
		if (failed !== undefined) {
			io.complain(`Job for ${name} failed because the control process exited with error code.\n${failed}\nSee "systemctl status ${name}" and "journalctl -xeu ${name}" for details.`);
			return 1;
		}
	}

	return 0;
};

const stop: Verb = async (units, io) => {
	for (const name of units) {
		known(name, io, `Failed to stop ${name}: Unit ${name} not loaded.`);
		await stopUnit(name, io.machine, io.rehearsal);
	}

	return 0;
};

const verbs: Readonly<Record<string, Verb>> = {
	start,
	stop,
	async restart(units, io, options) {
		for (const name of units) {
			known(name, io);
		}

		await stop(units, io, options);
		return start(units, io, options);
	},
	async 'try-restart'(units, io, options) {
		return verbs.restart!(units.filter(name => stateOf(io.machine, name).state === 'active'), io, options);
	},
	async 'reload-or-restart'(units, io, options) {
		return verbs.restart!(units, io, options);
	},
	async reload(units, io) {
		for (const name of units) {
			const unit = known(name, io, `Failed to reload ${name}: Unit ${name} not found.`);
			if (stateOf(io.machine, unit.name).state !== 'active') {
				throw new Refusal(`${name} is not active, cannot reload.`);
			}

			await reloadUnit(unit, io.machine, io.rehearsal);
		}

		return 0;
	},
	async enable(units, io, options) {
		for (const name of units) {
			const unit = known(name, io, `Failed to enable unit: Unit file ${name} does not exist.`, 1);
			if (unit.isGenerated) {
				throw new Refusal(`Failed to enable unit: Unit ${name} is transient or generated`);
			}

			const state = stateOf(io.machine, name);
			if (!state.isEnabled && !options.isQuiet) {
				io.complain(`Created symlink /etc/systemd/system/${unit.value('Install', 'WantedBy') ?? 'multi-user.target'}.wants/${name} → ${name}.`);
			}

			state.isEnabled = true;
		}

		return options.isNow ? start(units, io, options) : 0;
	},
	async disable(units, io, options) {
		for (const name of units) {
			known(name, io, `Failed to disable unit: Unit file ${name} does not exist.`, 1);
			stateOf(io.machine, name).isEnabled = false;
		}

		return options.isNow ? stop(units, io, options) : 0;
	},
	mask(units, io) {
		for (const name of units) {
			stateOf(io.machine, name).isEnabled = false;
		}

		return 0;
	},
	'list-unit-files'(patterns, io, {states, hasLegend}) {
		const directories = ['/etc/systemd/system', '/usr/lib/systemd/system'].filter(path => io.files.exists(path));
		const names = new Set(directories.flatMap(path => io.files.list(path)).filter(name => findUnit(io.machine, name)));
		const wanted = patterns.map(pattern => new RegExp(`^${pattern.replaceAll('.', String.raw`\.`).replaceAll('*', '.*')}$`, 'v'));
		const rows = [...names].toSorted().filter(name => wanted.length === 0 || wanted.some(pattern => pattern.test(name))).map(name => [name, stateOf(io.machine, name).isEnabled ? 'enabled' : 'disabled'] as const).filter(([, state]) => states.length === 0 || states.includes(state));
		if (hasLegend) {
			io.say('UNIT FILE STATE PRESET');
		}

		for (const [name, state] of rows) {
			io.say(`${name} ${state} disabled`);
		}

		return rows.length === 0 ? 1 : 0;
	},
	'reset-failed': () => 0,
	'is-active'(units, io, {isQuiet}) {
		const states = units.map(name => findUnit(io.machine, name) ? stateOf(io.machine, name).state : 'inactive');
		if (!isQuiet) {
			io.write(states.map(state => `${state}\n`).join(''));
		}

		return states.includes('active') ? 0 : 3;
	},
	'is-enabled'(units, io, {isQuiet}) {
		let isAnyEnabled = false;
		for (const name of units) {
			const unit = findUnit(io.machine, name);
			const isEnabled = unit !== undefined && (unit.isGenerated || stateOf(io.machine, name).isEnabled);
			isAnyEnabled ||= isEnabled;
			if (!isQuiet) {
				io.say(unit ? (unit.isGenerated ? 'generated' : (isEnabled ? 'enabled' : 'disabled')) : 'not-found');
			}
		}

		return isAnyEnabled ? 0 : 1;
	},
	cat(units, io) {
		for (const name of units) {
			const unit = known(name, io, `No files found for ${name}.`, 1);
			io.write(`# /usr/lib/systemd/system/${name}\n${unit.text}`);
		}

		return 0;
	},
	status(units, io) {
		for (const name of units) {
			const {state} = stateOf(io.machine, known(name, io, `Unit ${name} could not be found.`, 4).name);
			io.say(`● ${name}\n     Active: ${state}`);
		}

		return units.every(name => stateOf(io.machine, name).state === 'active') ? 0 : 3;
	},
	show: () => 0,
	async 'daemon-reload'(_units, io) {
		generateUnits(io.machine);
		return 0;
	},
	async poweroff(_units, io) {
		powerOff(io.machine, io.rehearsal);
		return 0;
	},
};
