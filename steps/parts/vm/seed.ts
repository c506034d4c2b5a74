import type {Lab} from '../../../source/lab/lab.js';
import {step} from '../../../source/plan/step.js';
import {type Command, destructive, sh} from '../../../source/shell/command.js';
import {remoteServer} from '../../../source/shell/place.js';
import {noFile} from '../libvirt.js';
import {inLabDirectory} from '../paths.js';
import {
	isoIsMade,
	makeNodeSeed,
	nodeSeed,
	seedRecipe,
} from '../seed.js';
import type {VmStage} from './stage.js';

export const seed = ({stage, for: nodes}: VmStage) => step({
	id: `${stage}.seed`,
	title: ({node}) => `Make the seed of ${node.name}`,
	why: 'cloud-init gives each clone a name, a user, a machine id and an ssh host key of its own at its first boot (D33, D64).',
	for: nodes,
	needs: ['base-vm.key', 'base-vm.directory'],
	at: remoteServer,
	probe: ({lab, node}) => isoIsMade(node.seed, seedRecipe(nodeSeed(lab, node))),
	commands: ({lab, node}) => [...makeNodeSeed(lab, node, nodeSeed(lab, node)), knownHosts(lab)],
	undo: ({lab, node}) => [destructive(sh`
		sudo rm -f -- ${node.seed} ${`${node.seed}.recipe`}
		rm -rf -- ${inLabDirectory(lab, 'seeds', node.name)} ${inLabDirectory(lab, 'host-keys', node.name)} ${inLabDirectory(lab, 'host-keys', `${node.name}.pub`)}
	`)],
	gone: ({lab, node}) => sh`
		${noFile([node.seed, `${node.seed}.recipe`])}
		! test -e ${inLabDirectory(lab, 'seeds', node.name)} && ! test -e ${inLabDirectory(lab, 'host-keys', node.name)}
	`,
});

/**
The nodes' host keys, for ssh on the server: known before the nodes are.
*/
const knownHosts = (lab: Lab): Command => sh`
	cd ${inLabDirectory(lab, 'host-keys')} || exit 1
	for key in *.pub; do printf '%s %s\n' "$(basename "$key" .pub)" "$(cut -d ' ' -f 1,2 "$key")"; done > ../known_hosts.new
	mv ../known_hosts.new ../known_hosts
`;
