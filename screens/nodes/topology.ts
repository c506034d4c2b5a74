import type {LabDefinition, NodeArrays} from '../../source/lab/definition.js';
import {numberOf} from '../../source/lab/node-name.js';
import {valueOf} from '../../source/lab/values.js';
import type {StyledLine} from '../components/line.js';
import {fit, visible, widthOf} from '../components/text.js';
import {colours} from '../theme.js';

type Cell = {readonly text: string; readonly colour?: string | undefined};

/**
The testbed as a picture: the infra network on the left, the tenant network on the right, the gateway between them, and each DPU tied to its host.
Drawn of what has been typed, right or wrong.
*/
export function drawTopology({arrays, server, variables}: LabDefinition, width: number): readonly StyledLine[] {
	const value = (name: string) => valueOf(name, variables);
	const inner = width - 2;
	const middle = (text: string) => text.padStart(Math.floor((inner + widthOf(text)) / 2), '═').padEnd(inner, '═');
	const gateways = arrays.GATEWAY_LIST.map(name => visible(name)).join(', ');
	const networks: StyledLine = [
		{text: fit(`infra ${value('INFRA_OCTETS')}.0`, Math.floor(width / 2)), colour: colours.infra},
		{text: `tenant ${value('TENANT_OCTETS')}.0`.padStart(Math.ceil(width / 2)), colour: colours.tenant},
	];
	return [
		[{text: 'server ', isDim: true}, {text: visible(server ?? 'not named yet'), colour: colours.server}],
		networks,
		bus({text: middle(gateways === '' ? ' no gateway ' : ` ${gateways} `), colour: colours.gateway}),
		...sides(arrays.INFRA_CTRL_LIST, arrays.TENANT_CTRL_LIST).map(([infra, tenant]) => ends(
			infra === undefined ? '' : `╴${visible(infra)} ctrl`, tenant === undefined ? '' : `ctrl ${visible(tenant)}╶`, inner,
		)),
		...vfLines(arrays, value('NUM_VF'), inner),
		...arrays.TENANT_WORKER_LIST.map(name => ends('', `worker ${visible(name)}╶`, inner)),
	];
}

const bus = (...cells: readonly Cell[]): StyledLine => [{text: '║', colour: colours.infra}, ...cells, {text: '║', colour: colours.tenant}];

// What hangs on the left bus, and what on the right.
function ends(left: string, right: string, inner: number): StyledLine {
	const room = inner - widthOf(left) - widthOf(right);
	return bus({text: left, colour: colours.infra}, {text: ' '.repeat(Math.max(0, room))}, {text: right, colour: colours.tenant});
}

const sides = (left: readonly string[], right: readonly string[]) => Array.from({length: Math.max(left.length, right.length)}, (_, index) => [left[index], right[index]] as const);

function vfLines(arrays: NodeArrays, numVf: string, inner: number): readonly StyledLine[] {
	const hosts = [...arrays.TENANT_DPU_HOST_LIST];
	const lines = arrays.INFRA_DPU_LIST.map(dpu => {
		const index = hosts.findIndex(host => numberOf(host) === numberOf(dpu));
		const [host] = index === -1 ? [undefined] : hosts.splice(index, 1);
		return pair(dpu, host, numVf, inner);
	});
	return [...lines, ...hosts.map(host => pair(undefined, host, numVf, inner))];
}

function pair(dpu: string | undefined, host: string | undefined, numVf: string, inner: number): StyledLine {
	const left = dpu === undefined ? ' no DPU' : `╴${visible(dpu)} DPU`;
	const right = host === undefined ? 'no host ' : `host ${visible(host)} `;
	const isWhole = dpu !== undefined && host !== undefined;
	const label = isWhole ? `${visible(numVf)} VF` : '?';
	const room = Math.max(0, inner - widthOf(left) - widthOf(right));
	const link = ` ${label} `.padStart(Math.floor((room + widthOf(label)) / 2), '─').padEnd(Math.max(0, room - 2), '─');
	return bus(
		{text: left, colour: dpu === undefined ? colours.bad : colours.infra},
		{text: fit(`◄${link}►`, room), colour: isWhole ? undefined : colours.bad},
		{text: right, colour: host === undefined ? colours.bad : colours.tenant},
	);
}
