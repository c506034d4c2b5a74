import {
	chmodSync,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
} from 'node:fs';
import path from 'node:path';
import Conf from 'conf';
import envPaths from 'env-paths';
import {UserError} from '../errors.js';
import {checkLabName} from './check-name.js';
import type {LabDefinition} from './definition.js';
import {definitionFrom, labToJson} from './lab-json.js';
import {storeDirectoryUnder} from './paths.js';

/**
The labs of this machine. Every call looks at the disk anew: two wizards may have it open.
*/
export type Store = {
	/**
	Where it lies.
	*/
	readonly directory: string;
	/**
	By name.
	*/
	readonly labs: () => readonly LabDefinition[];
	readonly find: (name: string) => LabDefinition | undefined;
	/**
	The lab in use: the one that was chosen, or the only one.
	*/
	readonly current: () => LabDefinition | undefined;
	readonly save: (definition: LabDefinition) => void;
	/**
	Throws a `UserError` for a name that no lab has.
	*/
	readonly use: (name: string) => void;
	/**
	Forgets the lab; what it made on its server stays there.
	*/
	readonly remove: (name: string) => void;
	/**
	What a person should know: which file could not be read, and where it is now.
	*/
	readonly notices: () => readonly string[];
};

type Settings = {readonly current?: string};

const fileOptions = {configFileMode: 0o600, accessPropertiesByDotNotation: false} as const;

/**
Opens the store under `home`, or where the platform keeps configurations. Each lab is a file of its own, so that two wizards that save different labs at once
never lose one. A file that can't be read is set aside under a new name. Throws a `UserError` where the directory can't be used.
*/
export function openStore(home?: string): Store {
	const directory = home === undefined ? envPaths('dpu-wizard', {suffix: ''}).config : storeDirectoryUnder(home);
	const labsDirectory = path.join(directory, 'labs');
	const notices: string[] = [];
	makePrivate(directory);
	makePrivate(labsDirectory);

	const openFile = <T>(folder: string, name: string, read: (content: unknown) => T): T | undefined => {
		const file = path.join(folder, `${name}.json`);
		try {
			return read(contentOf(file));
		} catch (error) {
			notices.push(setAside(file, error));
			return undefined;
		}
	};

	const find = (name: string): LabDefinition | undefined => checkLabName(name) !== undefined || !existsSync(path.join(labsDirectory, `${name}.json`))
		? undefined
		: openFile(labsDirectory, name, content => {
			const definition = definitionFrom(content);
			if (typeof definition === 'string' || definition.name !== name) {
				throw new TypeError(typeof definition === 'string' ? definition : 'It holds a lab of another name.');
			}

			return definition;
		});
	const labs = (): readonly LabDefinition[] => names(labsDirectory).map(name => find(name)).filter(lab => lab !== undefined);
	const settings = (): Settings => openFile(directory, 'config', content => content as Settings) ?? {};

	return {
		directory,
		labs,
		find,
		current() {
			const {current} = settings();
			const chosen = typeof current === 'string' ? find(current) : undefined;
			const all = chosen ? [chosen] : labs();
			return all.length === 1 ? all[0] : undefined;
		},
		save(definition) {
			const fault = checkLabName(definition.name);
			if (fault) {
				throw new UserError(fault.message, [fault.reason]);
			}

			// Reading first: a file that can't be read is set aside, not written over.
			find(definition.name);
			guarded(labsDirectory, () => {
				new Conf({...fileOptions, cwd: labsDirectory, configName: definition.name}).store = JSON.parse(labToJson(definition)) as Record<string, unknown>;
			});
		},
		use(name) {
			if (!find(name)) {
				throw new UserError(`There is no lab ${JSON.stringify(name)}.`, ['`dpu-wizard lab list` shows the labs.']);
			}

			settings();
			guarded(directory, () => {
				new Conf({...fileOptions, cwd: directory, configName: 'config'}).set('current', name);
			});
		},
		remove(name) {
			if (!find(name)) {
				throw new UserError(`There is no lab ${JSON.stringify(name)}.`, ['`dpu-wizard lab list` shows the labs.']);
			}

			guarded(labsDirectory, () => {
				rmSync(path.join(labsDirectory, `${name}.json`));
			});
		},
		notices: () => [...notices],
	};
}

// As `conf` reads them; loading that, and the schemas it brings, takes longer than all else that a wizard does before its first frame.
function contentOf(file: string): Record<string, unknown> {
	return existsSync(file) ? {...JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>} : {};
}

const names = (directory: string): readonly string[] => guarded(directory, () => readdirSync(directory))
	.filter(file => file.endsWith('.json'))
	.map(file => file.slice(0, -'.json'.length))
	.filter(name => checkLabName(name) === undefined)
	.toSorted();

function makePrivate(directory: string): void {
	guarded(directory, () => {
		mkdirSync(directory, {recursive: true, mode: 0o700});
		chmodSync(directory, 0o700);
	});
}

function setAside(file: string, error: unknown): string {
	const {dir, name} = path.parse(file);
	const time = new Date().toISOString().replaceAll(/[^\dTZ]/gv, '');
	const free = [`${name}.unreadable-${time}.json`, ...Array.from({length: 100}, (_, index) => `${name}.unreadable-${time}-${index + 2}.json`)];
	const target = path.join(dir, free.find(each => !existsSync(path.join(dir, each)))!);
	guarded(dir, () => {
		renameSync(file, target);
	});
	return `${file} could not be read (${error instanceof Error ? error.message : String(error)}). It was set aside, as it is, to ${target}.`;
}

function guarded<T>(directory: string, use: () => T): T {
	try {
		return use();
	} catch (error) {
		throw new UserError(`The store in ${directory} can't be used: ${error instanceof Error ? error.message : String(error)}.`, ['Look at the owner and the permissions of that directory, or name another one with --home.'], {cause: error});
	}
}
