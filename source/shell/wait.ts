import {type Command, looking, sh} from './command.js';

export type WaitOptions = {
	/**
	Gives up after so many seconds.
	*/
	readonly seconds: number;
	/**
	Said on standard error when it gives up: what did not happen, and what to look at.
	*/
	readonly message: string;
	/**
	Seconds between two looks.
	*/
	readonly every?: number;
};

/**
Waits until a read-only command succeeds.
*/
export const waitUntil = (condition: Command, {seconds, message, every = 2}: WaitOptions): Command => looking(sh`
	deadline=$((SECONDS + ${seconds}))
	until { ${condition}; } >/dev/null 2>&1; do
	  if ((SECONDS >= deadline)); then echo ${message} >&2; exit 1; fi
	  sleep ${every}
	done
`);
