import type {Command} from '../shell/command.js';
import {endRootBroker, rootBroker} from './root-broker.js';

const marker = 'dpu-wizard-probe';

// A root process of its own is worth it from so many uses of sudo on.
const usesWorthABroker = 4;

const sudoWords = /(?:^|[\s"&'(;`{|])sudo\s/gu;

// A login elsewhere takes longest, and mostly waits.
const logsIn = ({text}: Command) => /(?:^|\s)ssh\s/v.test(text);

/**
One script for all probes of a place: some side by side, as many as its cores are good for. It tells the exit status of each as soon as it is known.
*/
export function probeScript(probes: readonly Command[]): string {
	const order = probes.map((probe, index) => ({probe, index})).toSorted((a, b) => Number(logsIn(b.probe)) - Number(logsIn(a.probe)));
	const uses = probes.reduce((sum, {text}) => sum + (text.match(sudoWords)?.length ?? 0), 0);
	const isBrokered = uses >= usesWorthABroker;
	return [
		isBrokered ? rootBroker : '',
		turns,
		...order.map(({probe, index}) => `dw_turn\n{ (\n${probe.text}\n) >/dev/null 2>&1 </dev/null; echo "${marker} ${index} $?"; } &`),
		'wait',
		isBrokered ? endRootBroker : '',
	].join('\n');
}

// Where bash knows no `wait -n` (macOS), a group at a time.
const turns = `
dw_cores=$(getconf _NPROCESSORS_ONLN 2>/dev/null) || dw_cores=2
dw_most=$((dw_cores * 2 + 8)) dw_busy=0
dw_turn() {
  if ((dw_busy >= dw_most)); then
    if ((BASH_VERSINFO[0] > 4 || (BASH_VERSINFO[0] == 4 && BASH_VERSINFO[1] >= 3))); then wait -n; dw_busy=$((dw_busy - 1)); else wait; dw_busy=0; fi
  fi
  dw_busy=$((dw_busy + 1))
}`;

/**
Reads what a probe script prints: which probe ended, and with what status.
*/
export function probeReader(onStatus: (index: number, status: number) => void): (chunk: Uint8Array) => void {
	const decoder = new TextDecoder();
	let rest = '';
	return chunk => {
		const lines = (rest + decoder.decode(chunk, {stream: true})).split('\n');
		rest = lines.pop()!;
		for (const line of lines) {
			const [word, index, status] = line.split(' ', 3);
			if (word === marker) {
				onStatus(Number(index), Number(status));
			}
		}
	};
}
