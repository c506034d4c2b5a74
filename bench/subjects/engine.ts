/*
The engine and the wizard as a process of their own, over a catalogue that the bench writes down, with nodes that are one stand-in host. With BENCH_PLAN, the documents'
steps are at their places, and only their probes are played.
*/
import {readFileSync, writeFileSync} from 'node:fs';
import process from 'node:process';
import {main} from '../../source/commands/main.js';
import type {Ways} from '../../source/connection/ways.js';
import {localTransport} from '../../source/connection/local.js';
import {openServer} from '../../source/connection/open-server.js';
import {stages as documents} from '../../source/plan/catalogue.js';
import {type StageDefinition, type StepDefinition, step} from '../../source/plan/step.js';
import {beside, fragment, sh} from '../../source/shell/command.js';
import {onNode, remoteServer} from '../../source/shell/place.js';
import type {WrittenStep} from '../written-step.js';

const {env} = process;

const written = (): StageDefinition[] => [{
	id: 'bench',
	title: 'Bench',
	steps: (JSON.parse(readFileSync(env.BENCH_STEPS!, 'utf8')) as readonly WrittenStep[]).map(({id, node, needs, probe, command, isBeside}) => step({
		id: `bench.${id}`,
		title: id,
		why: 'To be measured.',
		at: node === undefined ? remoteServer : onNode(node),
		needs: needs.map(need => `bench.${need}`),
		probe: () => sh`${fragment(probe)}`,
		commands: () => [isBeside ? beside(sh`${fragment(command)}`) : sh`${fragment(command)}`],
	})),
}];

// The probe of the documents' step is `true`, asked where that step is asked.
function played(definition: StepDefinition): StepDefinition {
	const made = {...definition, probe: (context: never) => ({...sh`true`, ...placeOf(definition.probe(context))})};
	return made as StepDefinition;
}

const placeOf = ({place}: ReturnType<StepDefinition['probe']>) => place === undefined ? {} : {place};

const catalogue = env.BENCH_STEPS === undefined ? documents.map(stage => ({...stage, steps: stage.steps.map(each => played(each))})) : written();

// Each node's address leads to a stand-in host.
const ports = JSON.parse(env.BENCH_NODE_PORTS ?? '{}') as Readonly<Record<string, number>>;
const ways: Ways | undefined = env.BENCH_NODE_PORT === undefined
	? undefined
	: {
		local: localTransport(env),
		async server() {
			const server = await openServer(env.BENCH_SERVER!, {ask: async () => undefined, ssh: {configArguments: [], environment: env}, keyFiles: new Map()});
			return {...server, reach: async (host, _port, hop) => server.reach('127.0.0.1', ports[host] ?? Number(env.BENCH_NODE_PORT), hop)};
		},
	};

const status = await main(process.argv.slice(2), {
	input: process.stdin,
	output: process.stdout,
	errors: process.stderr,
	environment: env,
	onInterrupt: () => () => undefined,
	async startWizard(services) {
		const {startWizard} = await import('../../screens/main.js');
		return startWizard(services);
	},
	catalogue,
	ways,
});
if (env.BENCH_MEMORY !== undefined) {
	writeFileSync(env.BENCH_MEMORY, String(process.resourceUsage().maxRSS / 1024));
}

// eslint-disable-next-line unicorn/no-process-exit
process.stdout.write('', () => process.exit(status));
