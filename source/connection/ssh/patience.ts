/**
A time limit that does not run while a person is thinking.
*/
export type Patience = {
	/**
	Starts over.
	*/
	readonly renew: () => void;
	readonly end: () => void;
	readonly during: <Value>(wait: Promise<Value>) => Promise<Value>;
};

export function patience(limitMs: number, onExpired: () => void): Patience {
	let timer: NodeJS.Timeout | undefined;
	let isOver = false;
	let waits = 0;
	const stop = () => {
		clearTimeout(timer);
	};

	const renew = () => {
		stop();
		if (!isOver && waits === 0) {
			timer = setTimeout(onExpired, limitMs);
		}
	};

	renew();
	return {
		renew,
		end() {
			isOver = true;
			stop();
		},
		async during(wait) {
			waits++;
			stop();
			try {
				return await wait;
			} finally {
				waits--;
				renew();
			}
		},
	};
}
