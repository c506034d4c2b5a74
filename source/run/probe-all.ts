import type {Connection, Places} from '../connection/connection.js';
import {slots} from '../connection/ssh/slots.js';
import {UserError} from '../errors.js';
import type {Step} from '../plan/step.js';
import {type Place, placeKey} from '../shell/place.js';
import {probeReader, probeScript} from './probe-script.js';

/**
What a probe told: `unreachable` when its place can't be asked, which says nothing about the step.
*/
export type Standing = 'done' | 'not done' | 'unreachable';

export type ProbeAllOptions = {
	/**
	Told as soon as it is known.
	*/
	readonly onStanding?: (step: Step, standing: Standing) => void;
	/**
	Nodes asked at a time.
	*/
	readonly parallel?: number;
	readonly signal?: AbortSignal;
};

/**
Asks the lab what is done, read-only: all probes of a place in one script, places side by side. A node that was reached before is reached again at once; any other only when
the server has said that its machine is up. Rejects only when the server or the local host can't be reached.
*/
export async function probeAll(steps: readonly Step[], places: Places, options: ProbeAllOptions = {}): Promise<ReadonlyMap<string, Standing>> {
	const standings = new Map<string, Standing>();
	const known = new Map<string, () => void>();
	const groups = Map.groupBy(steps, step => placeKey(probePlace(step))).values().toArray();
	const machines = groups.filter(group => !isNode(group));
	const nodes = groups.filter(group => isNode(group));
	const askedOfMachines = new Set(machines.flatMap(group => group.map(step => step.id)));
	const tell = (step: Step, standing: Standing) => {
		standings.set(step.id, standing);
		options.onStanding?.(step, standing);
		known.get(step.id)?.();
	};

	const tellAll = (group: readonly Step[], standing: Standing) => {
		for (const step of group) {
			tell(step, standing);
		}
	};

	const told = new Map(askedOfMachines.values().map(id => [id, new Promise<void>(resolve => {
		known.set(id, resolve);
	})]));
	const turns = slots(options.parallel ?? 8);
	const askNode = async (group: readonly Step[]) => {
		const place = probePlace(group[0]!);
		const reached = places.reachKnown(place).catch(() => undefined);
		const isUp = Promise.all(group.flatMap(step => step.needs).map(async need => told.get(need))).then(() => saysUp(group, askedOfMachines, standings));
		// A machine that isn't up keeps us waiting for long: what the server says of it counts as soon as it is known.
		const early = await Promise.race([reached, isUp.then(async up => up ? reached : undefined)]);
		const connection = early ?? (await isUp ? await places.connect(place) : undefined);
		if (connection) {
			await askPlace(group, connection, tell, options.signal);
		} else {
			tellAll(group, 'not done');
		}
	};

	const ofMachines = Promise.all(machines.map(async group => askPlace(group, await places.connect(probePlace(group[0]!)), tell, options.signal)));
	const ofNodes = Promise.all(nodes.map(async group => {
		const release = await turns.take();
		try {
			await askNode(group);
		} catch (error) {
			if (!(error instanceof UserError)) {
				throw error;
			}

			tellAll(group, 'unreachable');
		} finally {
			release();
		}
	}));
	// Without the server nobody says whether a node is up, and what is asked of nodes may never end.
	ofNodes.catch(() => undefined);
	await ofMachines;
	await ofNodes;
	return standings;
}

const probePlace = (step: Step): Place => step.probe.place ?? step.place;
const isNode = (group: readonly Step[]) => probePlace(group[0]!).kind === 'node';

// What brings the machine up is asked elsewhere, so its standing is known by now; a node's steps among themselves tell nothing.
function saysUp(group: readonly Step[], askedOfMachines: ReadonlySet<string>, standings: ReadonlyMap<string, Standing>): boolean {
	const known = group.map(step => step.needs.filter(need => askedOfMachines.has(need))).filter(needs => needs.length > 0);
	return known.length === 0 || known.some(needs => needs.every(need => standings.get(need) === 'done'));
}

async function askPlace(steps: readonly Step[], connection: Connection, tell: (step: Step, standing: Standing) => void, signal: AbortSignal | undefined) {
	const left = new Set(steps);
	const read = probeReader((index, status) => {
		const step = steps[index];
		if (step && left.delete(step)) {
			tell(step, status === 0 ? 'done' : 'not done');
		}
	});
	await connection.execute(probeScript(steps.map(step => step.probe)), {
		...(signal && {signal}),
		onOutput(stream, chunk) {
			if (stream === 'stdout') {
				read(chunk);
			}
		},
	});
	for (const step of left) {
		tell(step, 'unreachable');
	}
}
