import {expect, test} from 'vitest';
import {UserError} from '../../../../source/errors.js';
import {parseAddress} from '../../../../source/connection/ssh/address.js';

test.each([
	['lab', {host: 'lab', user: undefined, port: undefined}],
	['me@lab.example', {host: 'lab.example', user: 'me', port: undefined}],
	['me@10.0.0.2:2222', {host: '10.0.0.2', user: 'me', port: 2222}],
	['me@[fe80::1%eth0]:22', {host: 'fe80::1%eth0', user: 'me', port: 22}],
	['fe80::1', {host: 'fe80::1', user: undefined, port: undefined}],
	['me@corp@lab', {host: 'lab', user: 'me@corp', port: undefined}],
])('%s is an address', (text, address) => {
	expect(parseAddress(text)).toEqual(address);
});

test.each(['', '@lab', 'me@', '-oProxyCommand=evil', 'me@-oProxyCommand=evil', '-l@lab', 'lab:0', 'lab:65536', 'lab:ssh', 'a lab', 'lab\n', 'lab:22:23'])('%j is refused', text => {
	expect(() => parseAddress(text)).toThrow(UserError);
});
