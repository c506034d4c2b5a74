export type Slots = {
	/**
	Whether the next one would not have to wait.
	*/
	readonly isFree: () => boolean;
	/**
	Resolves when there is one, with the function that gives it back.
	*/
	readonly take: () => Promise<() => void>;
};

/**
At most so many at once; who comes first is served first.
*/
export function slots(count: number): Slots {
	let free = count;
	const waiting: Array<() => void> = [];

	return {
		isFree: () => free > 0,
		async take() {
			if (free > 0) {
				free--;
			} else {
				await new Promise<void>(resolve => {
					waiting.push(resolve);
				});
			}

			let isTaken = true;
			return () => {
				if (!isTaken) {
					return;
				}

				isTaken = false;
				const next = waiting.shift();
				if (next) {
					next();
				} else {
					free++;
				}
			};
		},
	};
}
