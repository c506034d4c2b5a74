import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {
	afterEach,
	beforeEach,
	expect,
	test,
} from 'vitest';
import {UserError} from '../../../source/errors.js';
import {newDefinition} from '../../../source/lab/defaults.js';
import {openStore} from '../../../source/lab/store.js';

let home = '';

beforeEach(() => {
	home = mkdtempSync(path.join(tmpdir(), 'dpu-wizard-store-'));
});

afterEach(() => {
	rmSync(home, {recursive: true, force: true});
});

const modeOf = (file: string) => statSync(file).mode % 0o1000;

test('a lab that was saved is there for the next one who opens the store', () => {
	const lab = newDefinition('one', {server: 'me@lab', variables: {NUM_VF: '4'}});
	openStore(home).save(lab);
	const store = openStore(home);
	expect(store.labs()).toEqual([lab]);
	expect(store.find('one')).toEqual(lab);
	expect(store.find('two')).toBeUndefined();
	expect(store.notices()).toEqual([]);
});

test('a lab that is saved again is replaced, with the server that it lost', () => {
	const store = openStore(home);
	const lab = newDefinition('one', {server: 'me@lab'});
	store.save(lab);
	store.save({
		name: 'one', id: lab.id, arrays: lab.arrays, variables: {MTU: '1300'},
	});
	expect(store.find('one')).toEqual({
		name: 'one', id: lab.id, arrays: lab.arrays, variables: {MTU: '1300'},
	});
});

test('the only lab is the one in use; of several, the one that was chosen', () => {
	const store = openStore(home);
	expect(store.current()).toBeUndefined();
	store.save(newDefinition('one'));
	expect(store.current()?.name).toBe('one');
	store.save(newDefinition('two'));
	expect(store.current()).toBeUndefined();
	store.use('two');
	expect(openStore(home).current()?.name).toBe('two');
	store.remove('two');
	expect(store.current()?.name).toBe('one');
});

test('two stores that are open at once keep each other\'s labs', () => {
	const [one, two] = [openStore(home), openStore(home)];
	for (let index = 0; index < 20; index++) {
		one.save(newDefinition(`a-${index}`));
		two.save(newDefinition(`b-${index}`));
	}

	expect(one.labs()).toHaveLength(40);
	expect(two.labs()).toEqual(one.labs());
});

test('what is no lab\'s name can\'t be saved, used or removed, and leads nowhere', () => {
	const store = openStore(home);
	expect(() => {
		store.save(newDefinition('../escape'));
	}).toThrow(UserError);
	expect(() => {
		store.use('nobody');
	}).toThrow(UserError);
	expect(() => {
		store.remove('../config/config');
	}).toThrow(UserError);
	expect(store.find('../config')).toBeUndefined();
	expect(existsSync(path.join(home, 'config', 'escape.json'))).toBe(false);
});

test('directories are the owner\'s alone, and files too', () => {
	const store = openStore(home);
	store.save(newDefinition('one'));
	store.use('one');
	expect(modeOf(store.directory)).toBe(0o700);
	expect(modeOf(path.join(store.directory, 'labs'))).toBe(0o700);
	expect(modeOf(path.join(store.directory, 'labs', 'one.json'))).toBe(0o600);
	expect(modeOf(path.join(store.directory, 'config.json'))).toBe(0o600);
});

test.each([
	['torn JSON', '{"name": "one", "id'],
	['another shape', '{"name": "one", "id": 7}'],
	['a list', '[]'],
	['nothing at all', ''],
	['a lab of another name', JSON.stringify(newDefinition('two'))],
])('a lab\'s file that can\'t be read (%s) is set aside as it is and said so; the other labs stay', (_name, content) => {
	const directory = path.join(home, 'config', 'labs');
	openStore(home).save(newDefinition('other'));
	writeFileSync(path.join(directory, 'one.json'), content);
	const store = openStore(home);
	expect(store.labs().map(({name}) => name)).toEqual(['other']);
	const aside = readdirSync(directory).filter(file => file.startsWith('one.unreadable-'));
	expect(aside).toHaveLength(1);
	expect(readFileSync(path.join(directory, aside[0]!), 'utf8')).toBe(content);
	expect(store.notices()).toEqual([expect.stringContaining(aside[0]!)]);
	store.save(newDefinition('one'));
	expect(store.labs()).toHaveLength(2);
	expect(readdirSync(directory)).toHaveLength(3);
});

test('saving over a file that can\'t be read sets it aside first', () => {
	const directory = path.join(home, 'config', 'labs');
	const store = openStore(home);
	writeFileSync(path.join(directory, 'one.json'), 'not JSON');
	store.save(newDefinition('one'));
	expect(readdirSync(directory)).toHaveLength(2);
	expect(store.notices()).toHaveLength(1);
});

test('settings that can\'t be read are set aside, and the labs stay', () => {
	const store = openStore(home);
	store.save(newDefinition('one'));
	writeFileSync(path.join(home, 'config', 'config.json'), '{');
	expect(store.current()?.name).toBe('one');
	expect(store.notices()).toHaveLength(1);
	writeFileSync(path.join(home, 'config', 'config.json'), '{"current": 7}');
	expect(store.current()?.name).toBe('one');
});

test('a directory that can\'t be used is the person\'s to look at', () => {
	writeFileSync(path.join(home, 'config'), 'a file in the way');
	expect(() => openStore(home)).toThrow(UserError);
	rmSync(path.join(home, 'config'));
	const store = openStore(home);
	rmSync(path.join(home, 'config', 'labs'), {recursive: true});
	mkdirSync(path.join(home, 'config', 'labs', 'one.json'), {recursive: true});
	expect(store.labs()).toEqual([]);
	expect(store.notices()).toHaveLength(1);
});
