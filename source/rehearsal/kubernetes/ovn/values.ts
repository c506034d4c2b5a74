import type {Json, JsonObject} from '../model.js';

const isObject = (value: Json | undefined): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

/**
The first value that OVN-Kubernetes' chart does not know, or that is of another type than its own. The chart has no schema: the real helm lets such a value pass, and
what was meant never happens. Here it is said at once.
*/
export function strangeValue(values: JsonObject, known: JsonObject, path = ''): string | undefined {
	for (const [key, value] of Object.entries(values)) {
		const at = `${path}/${key}`;
		if (!Object.hasOwn(known, key)) {
			return `at '${path === '' ? '/' : path}': additional properties '${key}' not allowed`;
		}

		const usual = known[key];
		const strange = isObject(value) && isObject(usual) ? strangeValue(value, usual, at) : (isOtherType(value, usual) ? `at '${at}': got ${typeof value}, want ${isObject(usual) ? 'object' : typeof usual}` : undefined);
		if (strange !== undefined) {
			return strange;
		}
	}

	return undefined;
}

// An empty text stands for whatever may be there, or is nothing.
const isOtherType = (value: Json, usual: Json | undefined): boolean => value !== '' && usual !== '' && usual !== null && typeof value !== typeof usual;

export function mergeValues(first: JsonObject, second: JsonObject): JsonObject {
	const merged = {...first};
	for (const [key, value] of Object.entries(second)) {
		const old = merged[key];
		merged[key] = isObject(value) && isObject(old) ? mergeValues(old, value) : value;
	}

	return merged;
}
