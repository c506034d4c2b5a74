import type {LabDefinition} from '../definition.js';
import {debianImage, fedoraImage} from '../images.js';
import {vfsOnDocumentedBuses} from '../pci.js';
import type {Problem} from '../problem.js';
import {valueOf} from '../values.js';

/**
VFs that could not work in these VMs, and images that don't belong to the family.
*/
export function checkDevices({arrays, variables}: LabDefinition): readonly Problem[] {
	const value = (name: string) => valueOf(name, variables);
	const hasPairs = arrays.INFRA_DPU_LIST.length + arrays.TENANT_DPU_HOST_LIST.length > 0;
	return [...checkVfs(value, hasPairs), ...checkFamily(value), ...checkIso(value)];
}

function checkVfs(value: (name: string) => string, hasPairs: boolean): readonly Problem[] {
	const numVf = Number(value('NUM_VF'));
	if (!hasPairs || Number.isNaN(numVf)) {
		return [];
	}

	const needed = Number(value('MGMT_VFS')) + 2;
	if (value('PROFILE') === 'offload' && numVf < needed) {
		return [{
			field: 'NUM_VF', also: ['PROFILE', 'MGMT_VFS', 'SEGMENTATION'], message: `NUM_VF is ${numVf}; the profile offload needs at least ${needed}.`, reason: `VF 0 is the host's own, the next ${needed === 3 ? 'one OVN-Kubernetes\' management port' : `${needed - 2} OVN-Kubernetes' management ports (MGMT_VFS)`}, and pods get the ones from ${needed - 1} on`,
		}];
	}

	const wanted = Math.ceil(numVf / 32);
	return ['DPU_VCPUS', 'HOST_VCPUS'].filter(name => numVf > vfsOnDocumentedBuses && Number(value(name)) < wanted).map(field => ({
		field, also: ['NUM_VF'], message: `${field} is ${value(field)}; ${numVf} VFs need at least ${wanted}.`, reason: 'past 35 VFs a guest has interrupts for about 32 of them a CPU, and the rest don\'t come up',
	}));
}

const images: Readonly<Record<string, string>> = {fedora: fedoraImage.url, debian: debianImage.url};

function checkFamily(value: (name: string) => string): readonly Problem[] {
	const family = value('GUEST_FAMILY');
	const other = Object.keys(images).find(each => each !== family && images[each] === value('IMAGE_URL'));
	return other === undefined
		? []
		: [{
			field: 'IMAGE_URL', also: ['GUEST_FAMILY'], message: `IMAGE_URL is the image of ${other}, and GUEST_FAMILY is ${family}.`, reason: 'packages, network files and paths in the VMs follow the family',
		}];
}

const checkIso = (value: (name: string) => string): readonly Problem[] => value('IMAGE_KIND') === 'iso'
	? ['ISO_URL', 'ISO_SHA256'].filter(field => value(field) === '').map(field => ({
		field, also: ['IMAGE_KIND'], message: `${field} must be given, because IMAGE_KIND is iso.`, reason: field === 'ISO_URL' ? 'no ISO of this family has an address that lasts' : 'its sum can\'t be known beforehand: give that of the file that you trust, or say `none`',
	}))
	: [];
