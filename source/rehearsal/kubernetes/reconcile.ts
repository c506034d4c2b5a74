import type {Rehearsal} from '../rehearsal.js';
import type {Context} from './context.js';
import {runPods} from './kubelet.js';
import type {Cluster} from './model.js';
import {type Kubelet, kubeletOf} from './node.js';
import {syncNodes} from './nodes.js';
import {wireChassis} from './ovn/wire.js';
import {schedule} from './scheduler.js';
import {fillTokens} from './service-accounts.js';
import {syncStatus, syncWorkloads} from './workloads.js';

const last = new WeakMap<Rehearsal, Promise<void>>();

/**
Works out what became of all clusters since somebody looked last. They depend on each other: a DPU works in one for the nodes of another.
*/
export async function reconcile(rehearsal: Rehearsal): Promise<void> {
	// One after another: what one look changes, no other one changes meanwhile.
	const turn = (last.get(rehearsal) ?? Promise.resolve()).then(async () => reconcileAll(rehearsal));
	last.set(rehearsal, turn.catch(() => undefined));
	return turn;
}

async function reconcileAll(rehearsal: Rehearsal): Promise<void> {
	// What one round changes, the next one sees: a network that came makes a node ready, which lets pods start.
	for (let round = 0; round < 3; round++) {
		const contexts = rehearsal.world.clusters.values().map(cluster => contextOf(cluster, rehearsal)).toArray();
		for (const context of contexts) {
			reconcileOnce(context);
			await wireChassis(context);
		}
	}
}

function reconcileOnce(context: Context): void {
	fillTokens(context);
	syncNodes(context);
	syncWorkloads(context);
	schedule(context);
	runPods(context);
	syncNodes(context);
	syncStatus(context);
}

export function contextOf(cluster: Cluster, rehearsal: Rehearsal): Context {
	const kubelets = new Map<string, Kubelet>();
	for (const machine of rehearsal.world.nodes.values()) {
		const kubelet = machine.readyAt === undefined ? undefined : kubeletOf(machine, cluster, rehearsal);
		if (kubelet) {
			kubelets.set(kubelet.nodeName, kubelet);
		}
	}

	return {
		cluster, rehearsal, now: rehearsal.clock.now(), kubelets,
	};
}
