import {useSyncExternalStore} from 'react';
import type {Pulse} from './output/pulse.js';

/**
Draws again when the pulse beats.
*/
export function usePulse(pulse: Pulse) {
	useSyncExternalStore(pulse.subscribe, pulse.version);
}
