import type {StageDefinition} from '../source/plan/step.js';
import {kubernetes, ovnLeftovers, releases} from './teardown/clusters.js';
import {
	bridges,
	files,
	images,
	networks,
	notes,
	vms,
} from './teardown/server.js';

/**
Everything that the lab made, in the order in which it can go, and nothing else. The three optional steps are for a lab whose VMs stay.
*/
export const teardownStage: StageDefinition = {
	id: 'teardown',
	title: 'Teardown',
	isApart: true,
	steps: [releases, ovnLeftovers, kubernetes, vms, bridges, networks, images, files, notes],
};
