import {type Command, sh} from '../../source/shell/command.js';

/**
The command; where it fails, a sentence for a person on standard error and exit status 1.
*/
export const orSay = (command: Command, message: string): Command => sh`${command} || { echo ${message} >&2; exit 1; }`;
