import {type Command, sh} from '../../source/shell/command.js';

/**
The command; where it fails, a sentence for a person on standard error. It still fails as a command does, and does not exit: what traps errors, as the
builder of an image does, would not hear of that. For a script with `set -e`, or alone.
*/
export const orSay = (command: Command, message: string): Command => sh`${command} || { echo ${message} >&2; false; }`;
