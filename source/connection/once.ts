/**
Makes something once for all who want it at the same time or later. A failure is not kept: the next one tries again. Neither is what is gone, where `gone` tells.
*/
export function once<Value>(make: () => Promise<Value>, gone?: (value: Value) => Promise<void>): () => Promise<Value> {
	let made: Promise<Value> | undefined;
	return async () => {
		if (made === undefined) {
			const making = make();
			const forget = () => {
				if (made === making) {
					made = undefined;
				}
			};

			made = making;
			making.then(async value => gone?.(value).then(forget)).catch(forget);
		}

		return made;
	};
}
