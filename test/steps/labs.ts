import type {Lab} from '../../source/lab/lab.js';
import {defaultDefinition} from '../../source/lab/defaults.js';
import {deriveLab} from '../../source/lab/derive.js';

/**
The documents' lab with other choices.
*/
export const labWith = (variables: Readonly<Record<string, string>> = {}): Lab => deriveLab({...defaultDefinition(), variables});

const choices: ReadonlyArray<Readonly<Record<string, string>>> = ['ctrl-only', 'full', 'offload'].flatMap(PROFILE => ['fedora', 'debian'].map(GUEST_FAMILY => ({PROFILE, GUEST_FAMILY})));

const others: ReadonlyArray<Readonly<Record<string, string>>> = [
	{},
	{
		RUNTIME: 'containerd', KUBERNETES_IN: 'nodes', OVNK_FROM: 'built', DP_IMAGE: 'quay.io/wizhao/dpu-sim-dp:latest', DISABLE_FIREWALLD: 'false', HTTP_REGISTRY_PORT: '5001', SEGMENTATION: 'true', MGMT_VFS: '1',
	},
];

/**
Every profile with every guest family, each with the defaults and with everything else chosen otherwise.
*/
export const everyLab: ReadonlyArray<readonly [name: string, lab: Lab]> = choices.flatMap(choice => others.map(other => {
	const variables = {...choice, ...other, NUM_VF: '4'};
	return [Object.values({...choice, ...other}).join(' '), labWith(variables)] as const;
}));
