import type {RunListener} from '../run/events.js';
import {redact} from '../run/redact.js';
import {linesText} from './line-splitter.js';
import {makeLineReader, type OutputLines} from './output-lines.js';

/**
Writes the events of a run, a JSON document a line. Tokens in output are redacted, because what reads this is often a log.
*/
export const makeNdjsonReporter = (write: (text: string) => void): RunListener => makeLineReader(event => {
	write(event.type === 'output' ? outputDocuments(event) : `${JSON.stringify(event)}\n`);
});

// What JSON writes otherwise than it is; without the line break.
const escaped = /[[\p{Control}\p{Surrogate}"\\]--\n]/v;

// A document for each line. Where nothing has to be escaped, which is most output, all of them are made at once.
function outputDocuments({lines, ...event}: OutputLines): string {
	const text = redact(linesText(lines));
	if (escaped.test(text)) {
		return text.split('\n').map(line => `${JSON.stringify({...event, line})}\n`).join('');
	}

	const start = `${JSON.stringify(event).slice(0, -1)},"line":"`;
	return `${start}${text.split('\n').join(`"}\n${start}`)}"}\n`;
}
