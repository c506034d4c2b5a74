import type {Machine} from '../machine.js';
import {Refusal} from '../program.js';

/**
Loads a file of nftables, statement by statement; all of it or nothing, as the kernel does.
*/
export function readRuleset(text: string, machine: Machine): void {
	const tables = new Map(machine.nftables);
	const pattern = /\s*(?:(?<comment>#[^\n]*)|(?<flush>flush ruleset)|delete table (?<deleted>\w+ \w+)|table (?<table>\w+ \w+)(?:\s*(?<body>\{(?:[^\{\}]|\{(?:[^\{\}]|\{[^\{\}]*\})*\})*\}))?)\s*/vy;
	while (pattern.lastIndex < text.length) {
		const start = pattern.lastIndex;
		const groups = pattern.exec(text)?.groups;
		if (!groups) {
			throw new Refusal(`/dev/stdin:${text.slice(0, start).split('\n').length}:1-1: Error: syntax error`);
		}

		if (groups.flush !== undefined) {
			tables.clear();
		} else if (groups.deleted !== undefined) {
			if (!tables.delete(groups.deleted)) {
				throw new Refusal(`Error: No such file or directory; did you mean table ‘${groups.deleted}’?`);
			}
		} else if (groups.table !== undefined) {
			const body = groups.body ?? '{\n}';
			const old = tables.get(groups.table);
			// A table that is there keeps what it has: loading it twice doubles its rules.
			tables.set(groups.table, old === undefined || groups.body === undefined ? old ?? `table ${groups.table} ${body}\n` : old.replace(/\}\n$/v, () => body.slice(1)) + '\n');
		}
	}

	machine.nftables = tables;
	machine.masquerades = [...tables].flatMap(([table, body]) => body.split('\n').filter(line => line.includes('masquerade')).map(line => ({
		table,
		device: /oifname "(?<device>[^"]+)"/v.exec(line)?.groups?.device,
		sources: /ip saddr (?:\{(?<set>[^\}]+)\}|(?<one>[\d.\/]+))/v.test(line) ? (/ip saddr (?:\{(?<set>[^\}]+)\}|(?<one>[\d.\/]+))/v.exec(line)!.groups!.set ?? /ip saddr (?<one>[\d.\/]+)/v.exec(line)!.groups!.one!).split(',').map(each => each.trim()) : [],
	})));
}
