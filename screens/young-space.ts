import {PerformanceObserver} from 'node:perf_hooks';
import {getHeapSpaceStatistics, setFlagsFromString} from 'node:v8';

// Enough that what lives for a frame dies young; V8 would go on to 64 MB and more.
const enough = 8 * 1024 * 1024;

/**
Keeps V8's space for young objects from growing as it likes in a flood of output, where all of it would be resident for nothing. Its limit can only be set before
Node starts; by how much it grows is asked at each growth.
*/
export function keepYoungSpaceSmall() {
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
