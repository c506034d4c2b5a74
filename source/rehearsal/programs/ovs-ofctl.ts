import {type BridgeView, bridgesOf} from '../ovs/bridges.js';
import {
	isSwitching,
	servedDatabase,
	textOf,
} from '../ovs/database.js';
import {flowText, readFlow} from '../ovs/flows.js';
import type {Flow} from '../network/model.js';
import {type Io, type Program, Refusal} from '../program.js';
import {readOptions} from '../usage.js';

type Verb = {readonly least: number; readonly most: number; readonly run: (bridge: BridgeView, words: readonly string[], io: Io) => void};

const flowsOf = ({name}: BridgeView, io: Io): Flow[] => io.machine.network.flows.get(name) ?? [];

const verbs: Readonly<Record<string, Verb>> = {
	'dump-flows': {
		least: 1, most: 2, run(bridge, [match], io) {
			const wanted = match === undefined ? undefined : readFlow(match, false).match;
			for (const flow of flowsOf(bridge, io)) {
				if (wanted === undefined || wanted === '' || wanted.split(',').every(each => flow.match.split(',').includes(each))) {
					io.say(flowText(flow));
				}
			}
		},
	},
	'add-flow': {
		least: 2, most: 2, run(bridge, [text], io) {
			const flow = readFlow(text!, true);
			io.machine.network.flows.set(bridge.name, [...flowsOf(bridge, io).filter(each => each.match !== flow.match || each.priority !== flow.priority), flow]);
		},
	},
	'del-flows': {
		least: 1, most: 2, run(bridge, [match], io) {
			const wanted = match === undefined ? '' : readFlow(match, false).match;
			io.machine.network.flows.set(bridge.name, wanted === '' ? [] : flowsOf(bridge, io).filter(flow => wanted.split(',').some(each => !flow.match.split(',').includes(each))));
		},
	},
	show: {
		least: 1, most: 1, run({name, ports}, _words, io) {
			io.say(`OFPT_FEATURES_REPLY (xid=0x2): dpid:0000${(io.machine.network.links.get(name)?.mac ?? '').replaceAll(':', '')}`);
			for (const each of ports.flatMap(({interfaces}) => interfaces)) {
				const link = io.machine.network.links.get(textOf(each, 'name'));
				io.say(` ${each.ofport === 65_534 ? 'LOCAL' : textOf(each, 'ofport')}(${textOf(each, 'name')}): addr:${link?.mac ?? '00:00:00:00:00:00'}\n     config:     ${link?.isUp ? '0' : 'PORT_DOWN'}\n     state:      ${link?.isUp ? '0' : 'LINK_DOWN'}`);
			}
		},
	},
	'dump-ports': {
		least: 1, most: 2, run({ports}, [asked], io) {
			const shown = ports.flatMap(({interfaces}) => interfaces).filter(each => asked === undefined || each.name === asked || textOf(each, 'ofport') === asked);
			if (asked !== undefined && shown.length === 0) {
				throw new Refusal(`ovs-ofctl: couldn't find port \`${asked}'`);
			}

			io.say(`OFPST_PORT reply (xid=0x2): ${shown.length} ports`);
			for (const each of shown) {
				const {received, sent} = io.machine.network.links.get(textOf(each, 'name'))?.counters ?? {received: 0, sent: 0};
				io.say(`  port ${each.ofport === 65_534 ? 'LOCAL' : `"${textOf(each, 'name')}"`}: rx pkts=${received}, bytes=${received * 98}, drop=0, errs=0, frame=0, over=0, crc=0\n           tx pkts=${sent}, bytes=${sent * 98}, drop=0, errs=0, coll=0`);
			}
		},
	},
};

export const ovsOfctl: Program = (argv, io) => {
	const given = readOptions(argv, {
		flags: ['--names', '--no-names', '--strict', '--no-stats', '--bundle', '--sort'],
		values: [['-O', '--protocols'], ['-t', '--timeout'], ['-F', '--flow-format']],
		unknown: word => new Refusal(word.startsWith('--') ? `ovs-ofctl: unrecognized option '${word}'` : `ovs-ofctl: invalid option -- '${word.slice(1)}'`),
	});
	const [name, ...words] = given.words;
	if (name === undefined) {
		throw new Refusal('ovs-ofctl: missing command name; use --help for help');
	}

	const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined;
	if (!verb) {
		throw new Refusal(`ovs-ofctl: unknown command '${name}'; use --help for help`);
	}

	if (words.length < verb.least || words.length > verb.most) {
		throw new Refusal(`ovs-ofctl: '${name}' command ${words.length < verb.least ? `requires at least ${verb.least}` : `takes at most ${verb.most}`} arguments`);
	}

	const database = io.isRoot && isSwitching(io.machine) ? servedDatabase(io.machine) : undefined;
	const bridge = database && bridgesOf(database).find(each => each.name === words[0]);
	if (!bridge) {
		throw new Refusal(`ovs-ofctl: ${words[0]!} is not a bridge or a socket`);
	}

	verb.run(bridge, words.slice(1), io);
	return 0;
};
