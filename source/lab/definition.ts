/**
The documents' six arrays, in their order.
*/
export const arrayNames = [
	'GATEWAY_LIST',
	'INFRA_CTRL_LIST',
	'INFRA_DPU_LIST',
	'TENANT_CTRL_LIST',
	'TENANT_DPU_HOST_LIST',
	'TENANT_WORKER_LIST',
] as const;

export type ArrayName = (typeof arrayNames)[number];

export type NodeArrays = Readonly<Record<ArrayName, readonly string[]>>;

/**
A lab as a person described it: what they said and nothing derived. This is what is stored, exported and validated.

`id` marks everything that the lab makes on its server (`NAME-xxxxxxxx`, made when the lab is); two labs of the same name have different ids.
`server` is `USER@HOST[:PORT]`, an ssh alias, or `this-host`. `variables` holds only what differs from the defaults, under the documents' names.
*/
export type LabDefinition = {
	readonly name: string;
	readonly id: string;
	readonly server?: string;
	readonly arrays: NodeArrays;
	readonly variables: Readonly<Record<string, string>>;
};
