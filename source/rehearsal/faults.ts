/**
What goes wrong on purpose.
*/
export type Fault = {
	readonly step: string;
	readonly kind: 'exit' | 'drop' | 'hang' | 'lie';
};

/**
`take` gives a fault for a script, once.
*/
export type Faults = {
	readonly take: (script: string) => Fault['kind'] | undefined;
};

export const noFaults: Faults = {take: () => undefined};
