/**
A step as the bench writes it down for the engine that is measured. Texts are bash, of the bench's own making.
*/
export type WrittenStep = {
	readonly id: string;
	/**
	The server where it is left out.
	*/
	readonly node?: string;
	readonly needs: readonly string[];
	readonly probe: string;
	readonly command: string;
	/**
	Others may run beside it at the same machine, as all nodes are one.
	*/
	readonly isBeside?: boolean;
};
