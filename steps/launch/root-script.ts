import {type Command, sh} from '../../source/shell/command.js';

/**
Several commands in one root shell that stops at the first failure. The text travels as an argument, not on standard input: a package manager would eat that.
*/
export const rootScript = (commands: readonly Command[]): Command => sh`sudo bash -euo pipefail -c ${`\n${commands.map(({text}) => text).join('\n')}\n`}`;
