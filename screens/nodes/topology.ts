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
		...pairLines(arrays.INFRA_CTRL_LIST, arrays.TENANT_CTRL_LIST).map(([infra, tenant]) => bus(
			node('╴', infra, colours.infra, ' ctrl'), ...spread([infra === undefined ? '' : `╴${infra} ctrl`, tenant === undefined ? '' : `ctrl ${tenant}╶`], inner), node('', tenant, colours.tenant, '╶', 'ctrl '),
		)),
		...vfLines(arrays, value('NUM_VF'), inner),
		...arrays.TENANT_WORKER_LIST.map(name => bus({text: ' '.repeat(Math.max(0, inner - widthOf(`worker ${visible(name)}╶`)))}, node('', name, colours.tenant, '╶', 'worker '))),
	];
}

const bus = (...cells: readonly Cell[]): StyledLine => [{text: '║', colour: colours.infra}, ...cells, {text: '║', colour: colours.tenant}];

const node = (before: string, name: string | undefined, colour: string, after: string, word = ''): Cell =>
	name === undefined ? {text: ''} : {text: `${before}${word}${visible(name)}${after}`, colour};

const spread = ([left, right]: readonly [string, string], width: number): readonly Cell[] => [{text: ' '.repeat(Math.max(0, width - widthOf(visible(left)) - widthOf(visible(right))))}];

const pairLines = (left: readonly string[], right: readonly string[]) => Array.from({length: Math.max(left.length, right.length)}, (_, index) => [left[index], right[index]] as const);

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
