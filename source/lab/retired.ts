/**
Variables of the documents that a lab does not have, each with what takes its place.
*/
export const retiredVariables: Readonly<Record<string, string>> = {
	NET_CIDR: 'one range for the pods of both clusters would leave a DPU, which sees both, unable to tell them apart: INFRA_NET_CIDR and TENANT_NET_CIDR take its place',
	SVC_CIDR: 'one range for the services of both clusters would leave a DPU, which sees both, unable to tell them apart: INFRA_SVC_CIDR and TENANT_SVC_CIDR take its place',
	NODE_PREFIX: 'nothing reads it; the documents\' scripts overwrite it',
};

/**
Names of the documents' file that follow from others.
*/
export function derivedValues(value: (name: string) => string): Readonly<Record<string, readonly string[]>> {
	const last = Number(value('NUM_VF')) - 1;
	return {
		INFRA_SUBNET: [`${value('INFRA_OCTETS')}.0/24`],
		TENANT_SUBNET: [`${value('TENANT_OCTETS')}.0/24`],
		INFRA_GATEWAY_IP_ADDRESS: [`${value('INFRA_OCTETS')}.254`],
		TENANT_GATEWAY_IP_ADDRESS: [`${value('TENANT_OCTETS')}.254`],
		BRIDGE_NAME: ['br-ex'],
		START_VF: ['0'],
		// The documents write the second: text that only bash's arithmetic turns into a number.
		END_VF: [String(last), `${value('NUM_VF')}-1`],
		UNKNOWN_NODE: ['Unknown'],
		CONTROLLER_NODE: ['Controller'],
		DPU_NODE: ['DPU'],
		DPU_HOST_NODE: ['DPUHost'],
		WORKER_NODE: ['Worker'],
		GATEWAY_NODE: ['Gateway'],
	};
}
