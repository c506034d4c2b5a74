import {expect, test} from 'vitest';
import {UserError} from '../../../source/errors.js';
import {newDefinition} from '../../../source/lab/defaults.js';
import {labFromJson, labToJson} from '../../../source/lab/lab-json.js';
import {validateLab} from '../../../source/lab/validate.js';

test('a lab comes back the same, id and all', () => {
	for (const lab of [newDefinition('one'), newDefinition('two', {server: 'me@[2001:db8::1]:22', variables: {NUM_VF: '4', VM_USER: 'me'}})]) {
		expect(labFromJson(labToJson(lab))).toEqual(lab);
		expect(labToJson(labFromJson(labToJson(lab)))).toBe(labToJson(lab));
	}
});

test('two labs of one name have different ids', () => {
	expect(newDefinition('one').id).toMatch(/^one-[\da-f]{8}$/v);
	expect(newDefinition('one').id).not.toBe(newDefinition('one').id);
});

test.each(['', '{', 'null', '[]', '{}', '{"name":"a","id":"a-00000000"}', '{"name":"a","id":"a-00000000","arrays":{"GATEWAY_LIST":"gw-1"}}', labToJson(newDefinition('a')).replace('"variables": {}', '"variables": {"NUM_VF": 4}'), labToJson(newDefinition('a')).replace('"gw-1"', '1')])('%j is refused in a sentence', text => {
	expect(() => labFromJson(text)).toThrow(UserError);
});

test('a variable called __proto__ is only an unknown variable', () => {
	const lab = labFromJson(labToJson(newDefinition('a')).replace('"variables": {}', '"variables": {"__proto__": "x"}'));
	expect(validateLab(lab).map(({message}) => message)).toEqual(['"__proto__" is not a variable of a lab.']);
	expect(Object.hasOwn(Object.prototype, 'x')).toBe(false);
});
