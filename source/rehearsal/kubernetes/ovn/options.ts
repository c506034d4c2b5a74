import {find} from '../store.js';
import {readCobra} from '../../cobra.js';
import {Refusal} from '../../program.js';
import type {Cluster, KubeObject} from '../model.js';
import {variableOf} from '../views.js';

/**
`--gateway-interface=br-ex --gateway-nexthop=...`, as ovnkube reads them; a string says what it can't read.
*/
export function gatewayOptions(text: string): string | {readonly device: string | undefined; readonly nextHop: string | undefined} {
	try {
		const given = readCobra(text.split(/\s+/v).filter(word => word !== ''), {values: ['--gateway-interface', '--gateway-nexthop', '--gateway-vlanid'], flags: ['--disable-snat-multiple-gws'], fail: words => new Refusal(words)});
		return {device: given.value('--gateway-interface'), nextHop: given.value('--gateway-nexthop')};
	} catch (error) {
		return `flag provided but not defined: ${(error as Error).message}`;
	}
}

/**
A key of the config map that the chart makes of its values.
*/
export const ovnConfig = (cluster: Cluster, key: string): string => {
	const data = find(cluster, 'ConfigMap', 'ovn-kubernetes', 'ovn-config')?.data;
	return data?.[key] ?? '';
};

export const isSet = (pod: KubeObject, name: string): boolean => variableOf(pod, name) === 'true';
