/**
A time for a person: `0.4 s`, `12 s`, `3 min 05 s`, `1 h 02 min`.
*/
export function formatDuration(milliseconds: number): string {
	if (milliseconds < 9950) {
		return `${(milliseconds / 1000).toFixed(1)} s`;
	}

	const seconds = Math.round(milliseconds / 1000);
	if (seconds < 60) {
		return `${seconds} s`;
	}

	const minutes = Math.floor(seconds / 60);
	return minutes < 60
		? `${minutes} min ${pad(seconds % 60)} s`
		: `${Math.floor(minutes / 60)} h ${pad(minutes % 60)} min`;
}

const pad = (value: number) => String(value).padStart(2, '0');
