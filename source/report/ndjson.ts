import type {RunListener} from '../run/events.js';
import {redact} from '../run/redact.js';
import {makeLineReader} from './output-lines.js';

/**
Writes the events of a run, a JSON document a line. Tokens in output are redacted, because what reads this is often a log.
*/
export const makeNdjsonReporter = (write: (text: string) => void): RunListener => makeLineReader(event => {
	write(`${JSON.stringify(event.type === 'output' ? {...event, line: redact(event.line)} : event)}\n`);
});
