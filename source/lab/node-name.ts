import type {ArrayName} from './definition.js';
import type {Role} from './lab.js';

/**
What stands before the number in the names of an array.
*/
export const prefixOf: Readonly<Record<ArrayName, 'gw' | 'infra' | 'tenant'>> = {
	GATEWAY_LIST: 'gw',
	INFRA_CTRL_LIST: 'infra',
	INFRA_DPU_LIST: 'infra',
	TENANT_CTRL_LIST: 'tenant',
	TENANT_DPU_HOST_LIST: 'tenant',
	TENANT_WORKER_LIST: 'tenant',
};

export const roleOf: Readonly<Record<ArrayName, Role>> = {
	GATEWAY_LIST: 'gateway',
	INFRA_CTRL_LIST: 'infra-controller',
	INFRA_DPU_LIST: 'dpu',
	TENANT_CTRL_LIST: 'tenant-controller',
	TENANT_DPU_HOST_LIST: 'dpu-host',
	TENANT_WORKER_LIST: 'tenant-worker',
};

/**
The number of a node: 2 of `infra-2`; NaN for what is no node name.
*/
export const numberOf = (name: string): number => Number(/^(?:gw|infra|tenant)-(?<number>[1-9]\d{0,2})$/v.exec(name)?.groups?.number ?? NaN);
