import process from 'node:process';
import {Text, render} from 'ink';
import {createElement} from 'react';

// The least that Ink can draw, with the options that a wizard needs.
const app = render(createElement(Text, undefined, 'hello'), {alternateScreen: true, exitOnCtrlC: true});
setInterval(() => undefined, 1000);
process.once('SIGINT', () => {
	process.exit();
});
await app.waitUntilExit();
