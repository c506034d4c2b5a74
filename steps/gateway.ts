import {type StageDefinition, step} from '../source/plan/step.js';
import {sh} from '../source/shell/command.js';
import {onNode} from '../source/shell/place.js';
import {forwarding} from './gateway/forwarding.js';
import {packagedRegistry, registry, serves} from './gateway/registry.js';
import {
	addedPackagesAreGone,
	installPackages,
	nodePackagesNote,
	packagesAreWhole,
	removeAddedPackages,
} from './parts/packages.js';
import {vmSteps} from './parts/vm.js';

const packagesNote = nodePackagesNote('gateway');

const packages = step({
	id: 'gateway.packages',
	title: 'Install what the gateway serves with',
	why: 'nftables forwards and masquerades; podman, or the distribution\'s own package, runs the registry.',
	for: lab => lab.gateways,
	needs: ['gateway.ready'],
	at: ({node}) => onNode(node.name),
	probe: ({lab}) => sh`
		test -x /usr/sbin/nft && command -v curl >/dev/null && command -v ${lab.variables.REGISTRY_FROM === 'package' ? packagedRegistry[lab.guestFamily].program : 'podman'} >/dev/null && ${packagesAreWhole}
	`,
	commands: ({lab}) => [installPackages(lab.guestFamily, ['nftables', 'curl', lab.variables.REGISTRY_FROM === 'package' ? packagedRegistry[lab.guestFamily].package : 'podman'], packagesNote)],
	undo: () => [removeAddedPackages(packagesNote)],
	gone: () => addedPackagesAreGone(packagesNote),
});

export const gatewayStage: StageDefinition = {
	id: 'gateway',
	title: 'Gateway node',
	steps: [
		...vmSteps({
			stage: 'gateway',
			for: lab => lab.gateways,
			cloneNeeds: () => ['base-vm.golden'],
			startNeeds: ['base-vm.infra-network', 'base-vm.tenant-network'],
		}),
		packages,
		forwarding,
		registry,
		serves,
	],
};
