import type {Lab, Node} from '../../source/lab/lab.js';
import {type StepDefinition, step} from '../../source/plan/step.js';
import {type Command, sh} from '../../source/shell/command.js';
import {onNode} from '../../source/shell/place.js';
import {waitUntil} from '../../source/shell/wait.js';
import {askKubectl} from '../launch/kubectl.js';
import {podOn, testNamespace} from './pods.js';

const isOffload = (lab: Lab) => lab.profile === 'offload';

// A DPU renews its lease every ten seconds; after forty its host's pods are refused.
const leasesAreFresh = (lab: Lab): Command => sh`
	for lease in ${lab.dpuHosts.map(({name}) => `ovn-dpu-${name}`)}; do
	  renewed=$(${askKubectl`-n ovn-kubernetes get lease "$lease" -o ${'jsonpath={.spec.renewTime}'}`}) && test -n "$renewed" && (($(date +%s) - $(date -d "$renewed" +%s) < 40)) || exit 1
	done
`;

export const leases: StepDefinition = step({
	id: 'verification.leases',
	title: 'See every DPU alive to its host',
	why: 'Each DPU renews a lease in the tenant cluster; a host whose DPU does not is not ready.',
	when: isOffload,
	needs: ['dpu-plumbing.ovn-kubernetes'],
	at: ({lab}) => onNode(lab.tenant.controller.name),
	probe: ({lab}) => leasesAreFresh(lab),
	evidence: () => askKubectl`-n ovn-kubernetes get lease`,
	commands: ({lab}) => [waitUntil(sh`(${leasesAreFresh(lab)})`, {
		seconds: 120, every: 5, message: 'A DPU does not renew its lease. See, on the tenant controller: kubectl -n ovn-kubernetes get lease',
	})],
});

export const hostIsFree: StepDefinition = step({
	id: 'verification.host-is-free',
	title: ({node}) => `See that ${node.name} switches nothing itself`,
	why: 'Without Open vSwitch in the host, every packet of its pods was switched by its DPU.',
	for: lab => lab.dpuHosts,
	when: isOffload,
	needs: ['verification.nodes'],
	at: ({node}) => onNode(node.name),
	probe: () => sh`! command -v ovs-vsctl >/dev/null && ! test -e /sys/class/net/br-int && ip -o -4 addr show dev ovn-k8s-mp0 2>/dev/null | grep -q inet`,
	commands: () => [sh`ip -o -4 addr show dev ovn-k8s-mp0`],
	evidence: () => sh`command -v ovs-vsctl || echo 'no Open vSwitch here'; ip -o -4 addr show dev ovn-k8s-mp0`,
});

export const representor: StepDefinition = step({
	id: 'verification.representor',
	title: ({node}) => `Find the test pod of ${node.peer ?? 'the host'} in the bridge of ${node.name}`,
	why: 'The representor of the pod\'s VF is a port of the DPU\'s br-int, beside the tunnels to the other nodes.',
	for: lab => lab.dpus,
	when: isOffload,
	needs: ['verification.pods'],
	at: ({node}) => onNode(node.name),
	probe: ({lab, node}) => sh`
		${findRepresentor(lab, node)}
		[[ $found == rep0-* ]] && test "$(sudo ovs-vsctl --timeout=2 port-to-br "$found")" = br-int && sudo ovs-vsctl --timeout=2 list-ports br-int | grep -q ^ovn-
	`,
	commands: () => [sh`sudo ovs-vsctl show`],
	evidence: () => sh`sudo ovs-vsctl --timeout=5 show`,
});

/**
Sets `found` in the shell: the DPU's end of the VF that the test pod of its host has.
*/
const findRepresentor = (lab: Lab, node: Node): Command => sh`found=$(sudo ovs-vsctl --timeout=2 --bare --columns=name find Interface ${`external_ids:iface-id=${testNamespace}_${podOn(lab.dpuHosts.find(({name}) => name === node.peer) ?? node)}`})`;

/**
Prints the flows of br-int by which the pod's frames came in; a frame that was switched is counted there.
*/
const podFlows = (lab: Lab, node: Node): Command => sh`
	${findRepresentor(lab, node)}
	port=$(sudo ovs-vsctl --timeout=2 get Interface "$found" ofport) && sudo ovs-ofctl --timeout=3 dump-flows br-int "table=0,in_port=$port"
`;

export const flows: StepDefinition = step({
	id: 'verification.flows',
	title: ({node}) => `See the frames of ${node.peer ?? 'the host'}'s test pod counted in the Open vSwitch of ${node.name}`,
	why: 'The offload itself: what the pod sent was switched by flows of its host\'s DPU; the host has none, and no Open vSwitch (verification.host-is-free).',
	for: lab => lab.dpus,
	when: isOffload,
	needs: ({node}) => [`verification.representor@${node.name}`, 'verification.ping', ...(node.peer === undefined ? [] : [`verification.host-is-free@${node.peer}`])],
	at: ({node}) => onNode(node.name),
	probe: ({lab, node}) => sh`flows=$(${podFlows(lab, node)}) && grep -qE 'n_packets=[1-9]' <<<"$flows"`,
	commands: ({lab, node}) => [
		podFlows(lab, node),
		sh`echo 'The flows above count no frame of the pod: its packets do not pass here. See on the tenant controller: kubectl -n dpu-wizard-test describe pods' >&2`,
	],
	evidence: ({lab, node}) => podFlows(lab, node),
});
