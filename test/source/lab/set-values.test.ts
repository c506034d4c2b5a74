import {expect, test} from 'vitest';
import {UserError} from '../../../source/errors.js';
import {defaultDefinition} from '../../../source/lab/defaults.js';
import {setValues} from '../../../source/lab/set-values.js';

const set = (values: Readonly<Record<string, string>>) => setValues(defaultDefinition(), values);

test.each([
	['infra-2 infra-10', ['infra-2', 'infra-10']],
	['  infra-2\n infra-10 ', ['infra-2', 'infra-10']],
	['(infra-2 infra-10)', ['infra-2', 'infra-10']],
	['("infra-2"\n  \'infra-10\' # two\n)', ['infra-2', 'infra-10']],
	['', []],
	['()', []],
])('an array takes %j', (value, names) => {
	expect(set({INFRA_DPU_LIST: value}).arrays.INFRA_DPU_LIST).toEqual(names);
});

test.each(['$(reboot)', '(infra-2', 'infra-2; reboot', '(infra-2) infra-3', '`id`', '$HOME', 'infra-{2,3}', '"infra-2'])('an array that can\'t be read (%j) is refused, not run', value => {
	expect(() => set({INFRA_DPU_LIST: value})).toThrow(UserError);
});

test('a variable keeps what differs from its default, and an empty value asks for the default again', () => {
	expect(set({NUM_VF: '4', MTU: '1400'}).variables).toEqual({NUM_VF: '4'});
	expect(setValues(set({NUM_VF: '4'}), {NUM_VF: ''}).variables).toEqual({});
});

test('a default that follows from another variable goes with it', () => {
	expect(set({GUEST_FAMILY: 'debian', VM_USER: 'debian'}).variables).toEqual({GUEST_FAMILY: 'debian'});
	expect(set({VM_USER: 'debian', GUEST_FAMILY: 'debian'}).variables).toEqual({GUEST_FAMILY: 'debian'});
});

test('the server can be named and taken away', () => {
	expect(set({server: 'me@lab'}).server).toBe('me@lab');
	expect(setValues(set({server: 'me@lab'}), {server: ''})).toEqual(defaultDefinition());
});

test.each([
	['NUM_VFS', 'NUM_VF'],
	['INFRA_DPU_LISTS', 'INFRA_DPU_LIST'],
	['sever', 'server'],
])('%s is no variable; %s may have been meant', (name, meant) => {
	expect(() => set({[name]: '1'})).toThrow(expect.objectContaining({advice: expect.arrayContaining([`Did you mean ${meant}?`]) as unknown}));
});

test('what the documents have and a lab has not is explained', () => {
	expect(() => set({NET_CIDR: '10.0.0.0/8'})).toThrow(/INFRA_NET_CIDR and TENANT_NET_CIDR/v);
	expect(() => set({END_VF: '3'})).toThrow(/follows from/v);
});
