/**
Tells its listeners that something has changed, at most once in `intervalMs`: a dirty flag and one timer. However much comes, a screen draws ten times a second, and has the time
between for keys.
*/
export class Pulse {
	readonly #listeners = new Set<() => void>();
	#timer: NodeJS.Timeout | undefined;
	#version = 0;

	constructor(readonly intervalMs = 100) {}

	/**
	Something has changed.
	*/
	readonly touch = () => {
		if (this.#timer) {
			return;
		}

		this.#timer = setTimeout(() => {
			this.#timer = undefined;
			this.now();
		}, this.intervalMs);
	};

	readonly subscribe = (listener: () => void): (() => void) => {
		this.#listeners.add(listener);
		return () => {
			this.#listeners.delete(listener);
		};
	};

	/**
	A number that changes with every beat.
	*/
	readonly version = () => this.#version;

	/**
	Tells it at once.
	*/
	now() {
		this.#version++;
		for (const listener of this.#listeners) {
			listener();
		}
	}
}
