/**
The known name that takes the fewest edits (insertion, deletion, substitution) to reach. `known` is not empty.
*/
export function nearest(name: string, known: readonly string[]): string {
	let best = known[0]!;
	let bestDistance = Infinity;
	for (const candidate of known) {
		const distance = editDistance(name, candidate);
		if (!(distance < bestDistance)) {
			continue;
		}

		best = candidate;
		bestDistance = distance;
	}

	return best;
}

function editDistance(a: string, b: string): number {
	let row = Array.from({length: b.length + 1}, (_, index) => index);
	for (let i = 1; i <= a.length; i++) {
		const next = [i];
		for (let j = 1; j <= b.length; j++) {
			next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
		}

		row = next;
	}

	return row[b.length]!;
}
