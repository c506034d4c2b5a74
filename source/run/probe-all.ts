import type {Places} from '../connection/connection.js';
import {UserError} from '../errors.js';
import type {Step} from '../plan/step.js';
import {type Place, placeKey} from '../shell/place.js';

/**
What a probe told: `unreachable` when its place can't be asked, which says nothing about the step.
*/
export type Standing = 'done' | 'not done' | 'unreachable';

export type ProbeAllOptions = {
	readonly onStanding?: (step: Step, standing: Standing) => void;
	/**
	Places asked at a time.
	*/
	readonly parallel?: number;
	readonly signal?: AbortSignal;
};

/**
Asks the lab what is done, read-only: all probes of a place in one script, places side by side. The server is asked first: a node whose own machine is
not up yet is not called at all. Rejects only when the server or the local host can't be reached.
*/
export async function probeAll(steps: readonly Step[], places: Places, options: ProbeAllOptions = {}): Promise<ReadonlyMap<string, Standing>> {
	const standings = new Map<string, Standing>();
	const tell = (step: Step, standing: Standing) => {
		standings.set(step.id, standing);
		options.onStanding?.(step, standing);
	};

	const byPlace = Map.groupBy(steps, step => placeKey(probePlace(step))).values().toArray();
	const isNode = (group: readonly Step[]) => probePlace(group[0]!).kind === 'node';
	await Promise.all(byPlace.filter(group => !isNode(group)).map(async group => probePlaceSteps(group, places, tell, options)));

	const waiting = byPlace.filter(group => isNode(group));
	const worker = async () => {
		for (let group = waiting.shift(); group; group = waiting.shift()) {
			if (isUp(group, standings)) {
				await probePlaceSteps(group, places, tell, options).catch((error: unknown) => {
					if (!(error instanceof UserError)) {
						throw error;
					}

					for (const step of group) {
						tell(step, 'unreachable');
					}
				});
			} else {
				for (const step of group) {
					tell(step, 'not done');
				}
			}
		}
	};

	await Promise.all(Array.from({length: options.parallel ?? 8}, worker));
	return standings;
}

const probePlace = (step: Step): Place => step.probe.place ?? step.place;

// What brings the machine up is asked elsewhere, so its standing is known by now; a node's steps among themselves tell nothing.
function isUp(group: readonly Step[], standings: ReadonlyMap<string, Standing>): boolean {
	const known = group.map(step => step.needs.filter(need => standings.has(need))).filter(needs => needs.length > 0);
	return known.length === 0 || known.some(needs => needs.every(need => standings.get(need) === 'done'));
}

const probesAtOnce = 12;

const marker = 'dpu-wizard-probe';

async function probePlaceSteps(steps: readonly Step[], places: Places, tell: (step: Step, standing: Standing) => void, {signal}: ProbeAllOptions) {
	const connection = await places.connect(probePlace(steps[0]!));
	// Side by side: a probe that logs in somewhere waits most of its time. `wait -n` would be better than groups, but macOS' bash has none.
	const script = steps.map((step, index) => [
		`{ (\n${step.probe.text}\n) >/dev/null 2>&1 </dev/null; echo "${marker} ${index} $?"; } &`,
		...((index + 1) % probesAtOnce === 0 ? ['wait'] : []),
	].join('\n')).join('\n') + '\nwait';
	let text = '';
	await connection.execute(script, {
		...(signal && {signal}),
		onOutput(stream, chunk) {
			if (stream === 'stdout') {
				text += new TextDecoder().decode(chunk);
			}
		},
	});
	const statuses = new Map(text.split('\n').flatMap(line => {
		const [word, index, status] = line.split(' ', 3);
		return word === marker ? [[Number(index), status] as const] : [];
	}));
	for (const [index, step] of steps.entries()) {
		const status = statuses.get(index);
		tell(step, status === undefined ? 'unreachable' : (status === '0' ? 'done' : 'not done'));
	}
}
