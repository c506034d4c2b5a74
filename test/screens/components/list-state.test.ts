import {expect, test} from 'vitest';
import {moved, topOf} from '../../../screens/components/list-state.js';

const rows = [false, true, true, false, true];

test('rows that can\'t be chosen are stepped over', () => {
	expect(moved(2, 'down', rows)).toBe(4);
	expect(moved(4, 'up', rows)).toBe(2);
});

test('the ends hold', () => {
	expect(moved(1, 'up', rows)).toBe(1);
	expect(moved(4, 'down', rows)).toBe(4);
	expect(moved(4, 'first', rows)).toBe(1);
	expect(moved(1, 'page down', rows)).toBe(4);
});

test('the chosen row is in sight', () => {
	for (let index = 0; index < 50; index++) {
		const top = topOf(index, 50, 10);
		expect(index).toBeGreaterThanOrEqual(top);
		expect(index).toBeLessThan(top + 10);
	}
});
