import {everyItem} from './array.js';
import {type Command, fragment, sh} from './command.js';

/**
Runs commands side by side, each in a shell of its own, and waits for all. Fails where one does.
*/
export const sideBySide = (commands: readonly Command[]): Command => sh`
	started=()
	${fragment(commands.map(({text}) => `(\n${text}\n) &\nstarted+=($!)`).join('\n'))}
	failed=0
	for process in ${everyItem('started')}; do wait "$process" || failed=1; done
	[ "$failed" = 0 ]
`;
