import {PerformanceObserver} from 'node:perf_hooks';
import {getHeapSpaceStatistics, setFlagsFromString} from 'node:v8';

// Enough that what lives for a frame dies young; V8 would go on to 64 MB and more.
const enough = 8 * 1024 * 1024;

// Of what lives on. V8's own choice lets 20 MB become 50 before it looks what of them is still needed.
const growingPercent = 100;

/**
Keeps V8's heap from growing as it likes in a flood of output, where all of it would be resident for nothing. The limit of its space for young objects can only be set before
Node starts; by how much it grows is asked at each growth.
*/
export function keepHeapSmall() {
	setFlagsFromString(`--heap-growing-percent=${growingPercent}`);
	const observer = new PerformanceObserver(() => {
		const size = getHeapSpaceStatistics().find(space => space.space_name === 'new_space')?.space_size ?? 0;
		if (size < enough) {
			return;
		}

		setFlagsFromString('--semi-space-growth-factor=1');
		observer.disconnect();
	});
	observer.observe({entryTypes: ['gc']});
}
