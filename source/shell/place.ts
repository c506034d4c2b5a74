/**
Where a command runs.
*/
export type Place =
	| {readonly kind: 'local'}
	| {readonly kind: 'remote'}
	| {readonly kind: 'node'; readonly name: string};

export const localHost: Place = {kind: 'local'};
export const remoteServer: Place = {kind: 'remote'};

export const onNode = (name: string): Place => ({kind: 'node', name});

/**
The place as a person names it: `local host`, `remote server`, `infra-2`.
*/
export function placeName(place: Place): string {
	switch (place.kind) {
		case 'local': {
			return 'local host';
		}

		case 'remote': {
			return 'remote server';
		}

		case 'node': {
			return place.name;
		}
	}
}

/**
A key for maps: two places are the same if and only if their keys are.
*/
export const placeKey = (place: Place): string => place.kind === 'node' ? `node:${place.name}` : place.kind;
