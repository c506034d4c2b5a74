import process from 'node:process';

// What Node has under way that comes back by itself: calls that were put off for a moment, and files that are read or written.
const underWay: ReadonlySet<string> = new Set(['Immediate', 'FSReqCallback', 'FSReqPromise', 'CloseReq']);

// One would do for what is known of; what is not, such as a sum that another thread works out, has a few turns more.
const quietTurns = 3;

const waiting = new Set<() => void>();

/**
Resolves when this process has nothing left to do but to wait: for a clock, a person or another process. Who waits for that here keeps nobody from it.
*/
export async function quiet(): Promise<void> {
	return new Promise(resolve => {
		waiting.add(resolve);
		if (waiting.size === 1) {
			watch(0);
		}
	});
}

function watch(turns: number): void {
	setImmediate(() => {
		if (process.getActiveResourcesInfo().some(resource => underWay.has(resource))) {
			watch(0);
			return;
		}

		if (turns + 1 < quietTurns) {
			watch(turns + 1);
			return;
		}

		const resolved = [...waiting];
		waiting.clear();
		for (const resolve of resolved) {
			resolve();
		}
	});
}
