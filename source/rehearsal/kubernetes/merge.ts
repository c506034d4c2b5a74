import type {Json, JsonObject} from './model.js';

const isObject = (value: Json | undefined): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);
const isNamed = (value: Json): value is {name: string} => isObject(value) && typeof value.name === 'string';

/**
A strategic merge, as a patch and a server-side apply do it: objects by key, lists of what has a name by that name, null takes away.
*/
export function merge(old: Json | undefined, change: Json): Json {
	if (isObject(old) && isObject(change)) {
		const merged: JsonObject = {...old};
		for (const [key, value] of Object.entries(change)) {
			merged[key] = value === null ? null : merge(old[key], value);
		}

		return Object.fromEntries(Object.entries(merged).filter(([key, value]) => value !== null || change[key] !== null));
	}

	if (Array.isArray(old) && Array.isArray(change) && change.every(each => isNamed(each)) && old.every(each => isNamed(each))) {
		const names = new Set(change.map(each => (each).name));
		const kept = old.filter(each => !names.has((each).name));
		return [...change.map(each => merge(old.find(one => (one).name === (each).name), each)), ...kept];
	}

	return change;
}
