import type {Machine} from './machine.js';

// What a kernel module brings; everything else of these trees is there from the start.
const ofModule: Readonly<Record<string, string>> = {'net.bridge.': 'br_netfilter'};

/**
Sets a kernel setting; returns the complaint where there is none of that name.
*/
export function setSysctl(name: string, value: string, machine: Machine): string | undefined {
	const key = name.replaceAll('/', '.');
	const needed = Object.entries(ofModule).find(([prefix]) => key.startsWith(prefix));
	const isThere = needed ? machine.modules.has(needed[1]) : /^(?:net|kernel|vm|fs|user)\./v.test(key);
	if (!isThere) {
		return `sysctl: cannot stat /proc/sys/${key.replaceAll('.', '/')}: No such file or directory`;
	}

	machine.sysctls.set(key, value);
	return undefined;
}

/**
Applies a file of `sysctl.d`; returns the complaints. A line that starts with `-` may fail.
*/
export function loadSysctls(text: string, machine: Machine): string[] {
	return text.split('\n').flatMap(line => {
		const found = /^\s*(?<mayFail>-?)(?<key>\w[\w*\-.\/]*)\s*=\s*(?<value>.*)$/v.exec(line)?.groups;
		if (!found) {
			return /^\s*(?:[#;].*)?$/v.test(line) ? [] : [`sysctl: ${line}: invalid syntax, continuing...`];
		}

		const problem = setSysctl(found.key!, found.value!.trim(), machine);
		return problem === undefined || found.mayFail === '-' ? [] : [problem];
	});
}
