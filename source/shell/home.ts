import {type Fragment, fragment} from './command.js';
import {quote} from './quote.js';

/**
A path for a command: what starts with `~/` is under the home of whoever runs it there (`"$HOME"/...`, so that `sudo` does not change it), everything else is quoted.
*/
export const homePath = (path: string): Fragment => fragment(path.startsWith('~/') ? `"$HOME"/${quote(path.slice(2))}` : quote(path));
