import {randomBytes} from 'node:crypto';
import type {LabDefinition, NodeArrays} from './definition.js';

/**
The documents' own nodes.
*/
export const defaultArrays: NodeArrays = {
	GATEWAY_LIST: ['gw-1'],
	INFRA_CTRL_LIST: ['infra-1'],
	INFRA_DPU_LIST: ['infra-2', 'infra-3'],
	TENANT_CTRL_LIST: ['tenant-1'],
	TENANT_DPU_HOST_LIST: ['tenant-2', 'tenant-3'],
	TENANT_WORKER_LIST: ['tenant-4'],
};

/**
The documents' lab: what is shown as long as there is none.
*/
export const defaultDefinition = (): LabDefinition => ({
	name: 'default', id: 'default-00000000', arrays: defaultArrays, variables: {},
});

/**
A new lab with an id of its own, so that what it makes on the server can be told from any other lab's.
*/
export function newDefinition(name: string, parts: Partial<Omit<LabDefinition, 'name' | 'id'>> = {}): LabDefinition {
	return {
		...defaultDefinition(), ...parts, name, id: `${name}-${randomBytes(4).toString('hex')}`,
	};
}
