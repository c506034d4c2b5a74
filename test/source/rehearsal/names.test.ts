import {expect, test} from 'vitest';
import {newDefinition} from '../../../source/lab/defaults.js';
import {deriveLab} from '../../../source/lab/derive.js';
import {makePlan, stepsOf} from '../../../source/plan/plan.js';
import {type Argv, callsIn} from './commands.js';
import {coveringLabs} from './covering-labs.js';
import {externalIds, labelsAndAnnotations, otherNames} from './upstream-names.js';

// Of every covering lab, and of one with what none of them chooses.
const labs: ReadonlyArray<Readonly<Record<string, string>>> = [
	...Object.values(coveringLabs).map(({variables}) => variables),
	{
		PROFILE: 'offload', NUM_VF: '4', MGMT_VFS: '1', SEGMENTATION: 'true',
	},
];

const scripts: ReadonlySet<string> = new Set(labs.flatMap(variables => {
	const plan = makePlan(deriveLab(newDefinition('names', {server: 'rehearsal', variables})));
	return stepsOf(plan).flatMap(({probe, commands, undo, gone, evidence}) => [probe, ...commands, ...undo, ...gone ? [gone] : [], ...evidence ? [evidence] : []].map(({text}) => text));
}));

// A path is no name, nor is an image; jsonpath wants a backslash before each dot of a key.
function namesIn(text: string): readonly string[] {
	const names = text.replaceAll(String.raw`\.`, '.').matchAll(/(?<![\w\-.\/@\]\}])\.?(?:(?:metadata|status|spec)\.\w+\.)?(?<name>(?:[\d\-a-z]+\.)+[a-z]{2,}\/[A-Za-z][\w\-.]*)(?!:\S|[\w\-.\/@])/gv).map(({groups}) => groups!.name!);
	return [...names].map(name => name.replace(/[\-.]$/v, ''));
}

// The last of a verb's words are what it sets or, with a hyphen behind, takes away.
function labelled([program, ...words]: Argv): readonly string[] {
	const verb = words.findIndex(word => word === 'label' || word === 'annotate');
	return program === 'kubectl' && verb !== -1 ? words.slice(verb + 1).filter(word => !word.startsWith('-') && (word.includes('=') || word.endsWith('-'))).map(word => word.split('=', 1)[0]!.replace(/-$/v, '')) : [];
}

function identified([program, ...words]: Argv): readonly string[] {
	const column = words.findIndex(word => /^external[\-_]ids?$/v.test(word));
	const isTold = program === 'ovs-vsctl' && column !== -1 && words.includes('remove');
	return program === 'ovs-vsctl'
		? [...words.flatMap(word => /^external[\-_]ids:"?(?<key>[^"=]+)/v.exec(word)?.groups?.key ?? []), ...(isTold ? words.slice(column + 1).map(word => word.split('=', 1)[0]!) : [])]
		: [];
}

type Found = {readonly labels: readonly string[]; readonly ids: readonly string[]};

function found(script: string): Found {
	const calls = callsIn(script);
	return {labels: [...namesIn(script), ...calls.flatMap(argv => labelled(argv))], ids: calls.flatMap(argv => identified(argv))};
}

const all = new Map(scripts.values().map(script => [script, found(script)]));

const strange = ({labels, ids}: Found): readonly string[] => [...labels.filter(name => !labelsAndAnnotations.has(name) && !otherNames.has(name)), ...ids.filter(key => !externalIds.has(key))];

// But not where it is the beginning of a longer one.
function misspelt(script: string, name: string): string {
	const [first = '', ...rest] = script.split(name);
	return first + rest.map(after => `${/^-?\w/v.test(after) ? name : `${name.slice(0, -1)}q`}${after}`).join('');
}

test('the catalogue names no label, annotation or external id that nobody reads', () => {
	expect([...new Set(all.values().flatMap(each => strange(each)))]).toEqual([]);
});

test.each([
	['k8s.ovn.org/dpu'],
	['k8s.ovn.org/dpu-host'],
	['k8s.ovn.org/node-chassis-id', String.raw`k8s\.ovn\.org/node-chassis-id`],
	['k8s.v1.cni.cncf.io/resourceName'],
	['host-k8s-nodename'],
	['hostname', 'external_ids:hostname'],
	['ovn-encap-type'],
	['ovn-encap-ip'],
	['ovn-gw-interface'],
	['ovn-gw-nexthop'],
	['ovn-bridge-mappings'],
	['system-id'],
	['iface-id'],
])('%s is used, and is found out wherever it is misspelt', (name, written = name) => {
	const using = all.entries().filter(([, {labels, ids}]) => labels.includes(name) || ids.includes(name)).map(([script]) => script).toArray();
	expect(using.length).toBeGreaterThan(0);
	for (const script of using) {
		const wrong = misspelt(script, written);
		expect({script, strange: strange(found(wrong))}).toEqual({script, strange: expect.arrayContaining([expect.stringMatching(/q$/v)]) as string[]});
	}
});
