import {directFunctions} from './direct.js';
import {followFunctions} from './follow.js';
import {launchFunctions} from './launch.js';
import {runnerFunctions} from './runner.js';
import {sudoFunctions} from './sudo.js';

const all = [sudoFunctions, directFunctions, runnerFunctions, launchFunctions, followFunctions].join('');

const namesOf = (pattern: RegExp, text: string) => [...new Set(text.matchAll(pattern).map(match => match.groups!.name!))].join(' ');

const functionName = /^(?<name>dw_\w+)\(\)/gm;

/*
- All of it is functions, called by the last line: input that was cut off by a dying connection runs nothing.
- bash 3.2 must understand it: no BASHPID, no {fd} redirections.
- What is the supervisor's own is taken out of the script's sight, by the names that stand here.
*/
export const supervisor = (headerNames: readonly string[]): string => String.raw`
${all}
dw_functions='dw_main dw_say ${namesOf(functionName, all)}'
dw_of_runner='dw_eval ${namesOf(functionName, runnerFunctions + sudoFunctions)}'
dw_variables='dw_name ${[...new Set([...headerNames, 'dw_of_runner', ...namesOf(/\b(?<name>dw_\w+)=/g, all).split(' ')])].join(' ')}'
dw_say() { printf '%s %s\n' "$dw_nonce" "$1"; }
dw_main() {
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
dw_say "start $$"; dw_say start >&2
trap dw_finish EXIT
dw_name=
for dw_name in $dw_seen; do if [ -d "$dw_lock/jobs/$dw_name" ]; then : >"$dw_lock/jobs/$dw_name/seen"; fi; done 2>/dev/null
if [ -n "$dw_job" ]; then dw_run_job; return; fi
if [ -n "$dw_exclusive" ]; then dw_take_place; fi
dw_direct
}
dw_main
`;
