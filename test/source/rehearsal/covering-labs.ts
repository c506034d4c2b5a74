import type {RehearsedOptions} from './harness.js';

export type CoveringLab = {
	readonly variables: Readonly<Record<string, string>>;
	readonly options?: RehearsedOptions;
	readonly parallel?: number;
	/**
	What is undone at its end: everything in turn, or steps of a kind and what needs them.
	*/
	readonly undo?: 'everything' | readonly string[];
};

const debian = {GUEST_FAMILY: 'debian', IMAGE_SHA256: 'none'};

/**
A few labs in which every step of the catalogue is, and every choice with each of its values; and every step that can be undone is.
*/
export const coveringLabs = {
	'offload, segmented, where each step fails once': {
		variables: {PROFILE: 'offload', NUM_VF: '5', SEGMENTATION: 'true'},
		options: {faultEverywhere: 'exit'},
		parallel: 8,
	},
	'offload with debian guests on a debian server': {
		variables: {
			PROFILE: 'offload', NUM_VF: '3', ...debian, RUNTIME: 'containerd', KUBERNETES_IN: 'nodes',
		},
		options: {serverFamily: 'debian'},
		parallel: 8,
		undo: 'everything',
	},
	'full, built, one step after another': {
		variables: {
			PROFILE: 'full', NUM_VF: '3', OVNK_FROM: 'built', KUBERNETES_IN: 'nodes', GATEWAY_MODE: 'local',
		},
		parallel: 1,
		undo: 'everything',
	},
	'full with debian guests, where each step lies once': {
		variables: {
			PROFILE: 'full', NUM_VF: '3', ...debian, SEGMENTATION: 'true',
		},
		options: {faultEverywhere: 'lie'},
		parallel: 8,
		undo: ['launch.network-definitions'],
	},
	'ctrl-only with containerd': {
		variables: {
			PROFILE: 'ctrl-only', NUM_VF: '3', RUNTIME: 'containerd',
		},
		parallel: 8,
	},
	'ctrl-only with debian guests': {
		variables: {
			PROFILE: 'ctrl-only', NUM_VF: '3', ...debian, DISABLE_FIREWALLD: 'false',
		},
		parallel: 8,
		undo: 'everything',
	},
} as const satisfies Readonly<Record<string, CoveringLab>>;

export type CoveringLabName = keyof typeof coveringLabs;
