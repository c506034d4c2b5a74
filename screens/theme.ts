import type {ArrayName} from '../source/lab/definition.js';
import type {StepState} from '../source/run/events.js';
import type {Standing} from '../source/run/probe-all.js';
import type {Place} from '../source/shell/place.js';

/**
The documents' colours. Never alone: whatever has one is also named.
*/
export const colours = {
	gateway: '#ff8700',
	infra: 'blueBright',
	tenant: 'green',
	server: 'magenta',
	local: 'yellow',
	accent: 'cyan',
	bad: 'red',
	good: 'green',
} as const;

export function nodeColour(name: string): string {
	if (name.startsWith('gw')) {
		return colours.gateway;
	}

	return name.startsWith('infra') ? colours.infra : colours.tenant;
}

export function placeColour(place: Place): string {
	switch (place.kind) {
		case 'local': {
			return colours.local;
		}

		case 'remote': {
			return colours.server;
		}

		case 'node': {
			return nodeColour(place.name);
		}
	}
}

export const arrayTitles: Readonly<Record<ArrayName, string>> = {
	GATEWAY_LIST: 'Gateway',
	INFRA_CTRL_LIST: 'Infra controller',
	INFRA_DPU_LIST: 'DPUs',
	TENANT_CTRL_LIST: 'Tenant controller',
	TENANT_DPU_HOST_LIST: 'DPU hosts',
	TENANT_WORKER_LIST: 'Tenant workers',
};

export type Mark = {readonly glyph: string; readonly colour?: string};

const stateMarks: Readonly<Record<StepState, Mark>> = {
	waiting: {glyph: '·'},
	probing: {glyph: '?', colour: colours.accent},
	'already done': {glyph: '✓', colour: colours.good},
	running: {glyph: '▶', colour: colours.accent},
	proving: {glyph: '?', colour: colours.accent},
	done: {glyph: '✓', colour: colours.good},
	failed: {glyph: '✗', colour: colours.bad},
	unproven: {glyph: '≠', colour: colours.bad},
	skipped: {glyph: '-'},
	'needs you': {glyph: '!', colour: colours.local},
	lost: {glyph: '~', colour: colours.bad},
};

export const stateMark = (state: StepState): Mark => stateMarks[state];

export function standingMark(standing: Standing | undefined): Mark {
	switch (standing) {
		case 'done': {
			return {glyph: '✓', colour: colours.good};
		}

		case 'not done': {
			return {glyph: '·'};
		}

		case 'unreachable': {
			return {glyph: '~', colour: colours.bad};
		}

		case undefined: {
			return {glyph: ' '};
		}
	}
}
