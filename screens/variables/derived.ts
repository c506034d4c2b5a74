import type {LabDefinition} from '../../source/lab/definition.js';
import {deriveLab} from '../../source/lab/derive.js';
import type {Lab, Node, VirtualFunction} from '../../source/lab/lab.js';
import {validateLab} from '../../source/lab/validate.js';
import type {StyledLine} from '../components/line.js';
import {nodeColour} from '../theme.js';

/**
What can be looked at of what follows from the variables.
*/
export const topics = ['addresses', 'virtual functions', 'bridges', 'MACs', 'sizes'] as const;

export type Topic = (typeof topics)[number];

/**
What a lab's variables and nodes make, on one topic. Nothing for a lab that breaks a rule: what would be derived of it means nothing.
*/
export function derivedLines(definition: LabDefinition, topic: Topic): readonly StyledLine[] {
	if (validateLab(definition).length > 0) {
		return [[{text: 'Nothing follows while a rule is broken.', isDim: true}]];
	}

	const lab = deriveLab(definition);
	switch (topic) {
		case 'addresses': {
			return [
				[{text: `infra ${lab.infra.subnet}, pods ${lab.infra.podCidr}`}],
				[{text: `tenant ${lab.tenant.subnet}, pods ${lab.tenant.podCidr}`}],
				...lab.nodes.map(node => aboutNode(node, [node.managementIp, node.dataIp, node.tenantIp].filter(address => address !== undefined).join('  '))),
			];
		}

		case 'virtual functions': {
			return functionLines(lab);
		}

		case 'bridges': {
			return [
				[{text: `${lab.infra.network}: ${lab.infra.bridge}  ${lab.tenant.network}: ${lab.tenant.bridge}`}],
				...lab.dpus.map(node => aboutNode(node, ends(node.virtualFunctions, vf => vf.bridge))),
			];
		}

		case 'MACs': {
			return lab.nodes.map(node => aboutNode(node, [node.networkInterfaces[0]?.mac, node.virtualFunctions[0]?.mac].filter(mac => mac !== undefined).join('  VF 0 ')));
		}

		case 'sizes': {
			return [
				[{text: `together ${total(lab, 'vcpus')} vCPUs, ${Math.ceil(total(lab, 'memoryMb') / 1024)} GiB memory, ${total(lab, 'diskGb')} GB disk at most`}],
				...lab.nodes.map(node => aboutNode(node, `${node.vcpus} vCPU  ${node.memoryMb} MiB  ${node.diskGb} GB`)),
			];
		}
	}
}

const aboutNode = ({name}: Node, text: string): StyledLine => [{text: name.padEnd(11), colour: nodeColour(name)}, {text}];

const total = (lab: Lab, field: 'vcpus' | 'memoryMb' | 'diskGb'): number => lab.nodes.reduce((sum, node) => sum + node[field], 0);

function ends(functions: readonly VirtualFunction[], nameOf: (vf: VirtualFunction) => string): string {
	const [first, last] = [functions[0], functions.at(-1)];
	if (!first || !last) {
		return 'none';
	}

	return first === last ? nameOf(first) : `${nameOf(first)} … ${nameOf(last)}`;
}

function functionLines(lab: Lab): readonly StyledLine[] {
	return [...lab.dpus, ...lab.dpuHosts].flatMap((node): StyledLine[] => [
		aboutNode(node, ends(node.virtualFunctions, vf => vf.device === vf.pciDevice ? vf.device : `${vf.device} (${vf.pciDevice})`)),
		[{text: ' '.repeat(11)}, {text: ends(node.virtualFunctions, vf => vf.tap), isDim: true}],
	]);
}
