/**
Makes a function that runs what it is given one after another, in the order in which it came.
*/
export function inTurn(): <Value>(task: () => Promise<Value>) => Promise<Value> {
	let last: Promise<unknown> = Promise.resolve();
	return async task => {
		const turn = last.then(task);
		last = turn.catch(() => undefined);
		return turn;
	};
}
