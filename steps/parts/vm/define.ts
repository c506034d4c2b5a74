import {fingerprint} from '../../../source/lab/fingerprint.js';
import type {Lab, Node} from '../../../source/lab/lab.js';
import {step} from '../../../source/plan/step.js';
import {destructive, sh} from '../../../source/shell/command.js';
import {remoteServer} from '../../../source/shell/place.js';
import {consolePath, domainXml, nodeDomainParts} from '../domain-xml.js';
import {
	giveToLibvirt,
	noDomain,
	noFile,
	refuseForeignDomain,
	sayForeignDomain,
} from '../libvirt.js';
import type {VmStage} from './stage.js';

const definitionOf = (lab: Lab, node: Node) => {
	const recipe = fingerprint(domainXml(nodeDomainParts(lab, node, '')));
	return {recipe, xml: domainXml(nodeDomainParts(lab, node, recipe))};
};

export const define = ({stage, for: nodes}: VmStage) => step({
	id: `${stage}.define`,
	title: ({node}) => node.virtualFunctions.length > 0
		? `Define ${node.name} with ${node.virtualFunctions.length} VF NICs`
		: `Define ${node.name}`,
	why: 'The whole definition at once, every PCI address and MAC pinned, takes the place of a hundred lines pasted into virsh edit (D132, D133).',
	for: nodes,
	needs: [`${stage}.clone`, `${stage}.seed`],
	at: remoteServer,
	probe: ({lab, node}) => sh`
		test "$(sudo virsh domuuid ${node.name} 2>/dev/null)" = ${node.uuid} &&
		sudo virsh dumpxml --inactive ${node.name} | grep -qF ${definitionOf(lab, node).recipe} &&
		test "$(sudo virsh domiflist --inactive ${node.name} | grep -Eo '([0-9a-f]{2}:){5}[0-9a-f]{2}' | sort | tr '\n' ' ')" = ${macs(node).map(mac => `${mac} `).join('')}
	`,
	commands: ({lab, node}) => [
		refuseForeignDomain(node.name, node.uuid),
		giveToLibvirt(lab, 'define', definitionOf(lab, node).xml),
	],
	undo: ({lab, node}) => [destructive(sh`
		set -e
		${sayForeignDomain(node.name, node.uuid)}
		if [ "$(sudo virsh domuuid ${node.name} 2>/dev/null)" = ${node.uuid} ]; then
		  sudo virsh undefine ${node.name} --nvram --managed-save --snapshots-metadata
		fi
		sudo rm -f -- ${consolePath(lab, node)}
	`)],
	gone: ({lab, node}) => sh`
		${noDomain([node.uuid])}
		${noFile([consolePath(lab, node)])}
	`,
});

const macs = (node: Node): readonly string[] => [...node.networkInterfaces, ...node.virtualFunctions].map(({mac}) => mac).toSorted();
