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

/**
The choices that want something of a person, or of a site, before or while the lab is made: each has a test of its own.
*/
export const attendedLabs = {
	snapshots: {PROFILE: 'ctrl-only', NUM_VF: '3', SNAPSHOTS: 'true'},
	'mirror in a folder': {
		MIRROR: '/srv/mirror', PROFILE: 'offload', NUM_VF: '3', REGISTRY_FROM: 'container',
	},
	'mirror of a site': {
		MIRROR: 'http://192.168.122.1:8000/mirror', ...debian, RUNTIME: 'containerd', PROFILE: 'ctrl-only', NUM_VF: '3',
	},
	'mirror with an installer': {
		MIRROR: '/srv/mirror', PROFILE: 'offload', NUM_VF: '3', IMAGE_KIND: 'iso', ISO_SHA256: 'none', DP_IMAGE: 'quay.io/wizhao/dpu-sim-dp:latest',
	},
	'installed Fedora': {
		GUEST_FAMILY: 'fedora', IMAGE_KIND: 'iso', ISO_SHA256: 'none', PROFILE: 'ctrl-only',
	},
	'installed Debian': {
		GUEST_FAMILY: 'debian', IMAGE_KIND: 'iso', ISO_URL: 'https://cdimage.debian.org/debian-cd/current/amd64/iso-cd/debian-12.12.0-amd64-netinst.iso', ISO_SHA256: 'none', PROFILE: 'ctrl-only',
	},
	'Fedora\'s own registry': {GUEST_FAMILY: 'fedora', REGISTRY_FROM: 'package', PROFILE: 'ctrl-only'},
} as const satisfies Readonly<Record<string, CoveringLab['variables']>>;
