import {arrayNames, type LabDefinition} from '../lab/definition.js';
import type {Lab, Node} from '../lab/lab.js';

/**
What a lab is: what was said of it, and the nodes that this makes.
*/
export function labText(definition: LabDefinition, lab: Lab): string {
	const variables = Object.entries(definition.variables);
	return [
		`Lab ${definition.name} (${definition.id})`,
		`Server: ${definition.server ?? 'not named yet'}`,
		'',
		...arrayNames.map(name => `${name}=(${definition.arrays[name].join(' ')})`),
		...(variables.length === 0 ? ['Every variable has its default.'] : variables.map(([name, value]) => `${name}=${value}`)),
		'',
		...columns([['node', 'role', 'management', 'cluster network', 'OVS', 'VFs', 'other end', 'first MAC'], ...lab.nodes.map(node => nodeRow(node))]),
		'',
	].join('\n');
}

const nodeRow = (node: Node): readonly string[] => [
	node.name,
	node.role,
	node.managementIp,
	node.dataIp === undefined ? '-' : `${node.dataIp} on ${node.dataDevice ?? '?'}`,
	node.hasOvs ? 'yes' : 'no',
	String(node.virtualFunctions.length),
	node.peer ?? '-',
	node.networkInterfaces[0]?.mac ?? '-',
];

/**
Rows as columns that are as wide as their widest cell.
*/
export function columns(rows: ReadonlyArray<readonly string[]>): readonly string[] {
	const widths = rows[0]!.map((_, column) => Math.max(...rows.map(row => row[column]!.length)));
	return rows.map(row => row.map((cell, column) => cell.padEnd(widths[column]!)).join('  ').trimEnd());
}
