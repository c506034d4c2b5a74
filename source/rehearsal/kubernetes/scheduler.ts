import type {Context} from './context.js';
import type {JsonObject} from './model.js';
import {extendedResources, whyNot} from './schedule.js';
import {list} from './store.js';
import {podSpec, podStatus} from './views.js';

/**
Gives pods without a node one that they fit on; of several the one with the fewest pods.
*/
export function schedule({cluster}: Context): void {
	const pods = list(cluster, 'Pod');
	const unscheduled = pods.filter(each => podSpec(each).nodeName === undefined);
	for (const pod of unscheduled) {
		const on = (name: string) => pods.filter(each => podSpec(each).nodeName === name);
		const reasons = new Map<string, number>();
		const fitting = list(cluster, 'Node').filter(node => {
			const why = whyNot(podSpec(pod), node, {used: usedOf(on(node.metadata.name).map(each => podSpec(each)))});
			if (why !== undefined) {
				reasons.set(why, (reasons.get(why) ?? 0) + 1);
			}

			return why === undefined;
		});
		const [node] = fitting.toSorted((first, second) => on(first.metadata.name).length - on(second.metadata.name).length);
		if (node) {
			pod.spec = {...pod.spec, nodeName: node.metadata.name};
		} else {
			pod.status = {...podStatus(pod) as unknown as JsonObject, phase: 'Pending', message: `0/${list(cluster, 'Node').length} nodes are available: ${[...reasons].map(([why, count]) => `${count} ${why}`).join(', ')}.`};
		}
	}
}

export function usedOf(specs: ReadonlyArray<ReturnType<typeof podSpec>>): ReadonlyMap<string, number> {
	const used = new Map<string, number>();
	for (const [name, amount] of specs.flatMap(spec => [...extendedResources(spec)])) {
		used.set(name, (used.get(name) ?? 0) + amount);
	}

	return used;
}
