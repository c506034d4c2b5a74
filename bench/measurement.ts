import type {Bench} from './bench.js';

/**
What one round measured: a value for each series.
*/
export type Sample = Readonly<Record<string, number>>;

/**
A series whose median may be at most so much; with `per`, so many times the median of another series of the same rounds.
*/
export type Budget = {
	readonly what: string;
	readonly value: string;
	readonly per?: string;
	readonly atMost: number;
};

/**
A measurement that is ready: what is left to do is to measure.
*/
export type Ready = {
	readonly round: () => Promise<Sample>;
	readonly close?: () => Promise<void> | void;
	/**
	What could not be measured, and what to do about it.
	*/
	readonly missing?: readonly string[];
};

export type Measurement = {
	readonly name: string;
	readonly title: string;
	/**
	Of the values; `ms` where nothing else is said.
	*/
	readonly unit?: string;
	/**
	Of series that have another one.
	*/
	readonly units?: Readonly<Record<string, string>>;
	/**
	How many rounds, where nobody says another number.
	*/
	readonly rounds: number;
	/**
	Series that measure this program: those that another revision is compared by. The others are its peers.
	*/
	readonly ours: readonly string[];
	readonly budgets: readonly Budget[];
	readonly open: (bench: Bench) => Promise<Ready>;
};
