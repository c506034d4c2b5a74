import type {Lab} from './lab.js';
import {uuidOf} from './uuid.js';

/**
The VM in which a person installs the golden image from an ISO.
*/
export const installerOf = ({id, poolDir}: Pick<Lab, 'id' | 'poolDir'>) => ({
	name: `install-${id}`,
	uuid: uuidOf(id, 'builder', 'installer'),
	iso: `${poolDir}/installer.iso`,
	disk: `${poolDir}/installing.qcow2`,
	/**
	A second CD, with the script that makes of an installed system one that can be cloned.
	*/
	helper: `${poolDir}/installer-helper.iso`,
	console: `${poolDir}/installer-console.log`,
});

export type Installer = ReturnType<typeof installerOf>;
