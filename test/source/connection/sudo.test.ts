import {expect, test} from 'vitest';
import {needsSudo} from '../../../source/connection/sudo.js';

test.each(['sudo id', 'a\nsudo id', 'a | sudo tee x', 'echo "$(sudo id)"', 'bash -c \'sudo id\'', 'x=`sudo id`', '(sudo id)', 'a&&sudo id', 'xargs sudo rm'])('%j needs sudo', script => {
	expect(needsSudo(script)).toBe(true);
});

test.each(['id', 'cat /etc/sudoers', 'ls sudo-logs', 'pseudo x'])('%j does not', script => {
	expect(needsSudo(script)).toBe(false);
});
