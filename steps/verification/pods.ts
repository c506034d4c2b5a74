import type {Lab, Node} from '../../source/lab/lab.js';
import {type StepDefinition, step} from '../../source/plan/step.js';
import {type Command, destructive, sh} from '../../source/shell/command.js';
import {onNode} from '../../source/shell/place.js';
import {waitUntil} from '../../source/shell/wait.js';
import {pulledBy, testImage} from '../cni/images.js';
import {
	apply,
	askKubectl,
	gives,
	kubectl,
} from '../launch/kubectl.js';
import {variable} from '../launch/variable.js';

export const testNamespace = 'dpu-wizard-test';

/**
The nodes that get a test pod: all of the tenant cluster but its controller.
*/
export const testNodes = (lab: Lab): readonly Node[] => lab.tenant.workers;

export const podOn = (node: Node): string => `test-${node.name}`;

// Every pod of a DPU host must ask for a VF; a node cannot mix.
const pod = (lab: Lab, node: Node): string => `---
apiVersion: v1
kind: Pod
metadata:
  name: ${podOn(node)}
  namespace: ${testNamespace}
spec:
  nodeSelector: {kubernetes.io/hostname: ${node.name}}
  terminationGracePeriodSeconds: 1
  containers:
    - name: test
      image: ${pulledBy(lab, lab.tenant, testImage(lab))}
      command: [sleep, infinity]
${lab.profile === 'offload' && node.role === 'dpu-host' ? '      resources: {requests: {dpusim.io/vf: "1"}, limits: {dpusim.io/vf: "1"}}\n' : ''}`;

const manifest = (lab: Lab): string => [
	`apiVersion: v1\nkind: Namespace\nmetadata:\n  name: ${testNamespace}\n`,
	...testNodes(lab).map(node => pod(lab, node)),
].join('');

const isOnTenantController = ({lab}: {readonly lab: Lab}) => onNode(lab.tenant.controller.name);
const isWhole = (lab: Lab) => lab.profile !== 'ctrl-only' && testNodes(lab).length > 0;

const run = (lab: Lab): Command => gives(askKubectl`-n ${testNamespace} get pods -o ${String.raw`jsonpath={range .items[?(@.status.phase=="Running")]}{.metadata.name}{"\n"}{end}`}`, testNodes(lab).map(node => podOn(node)).toSorted().join('\n'));

export const pods: StepDefinition = step({
	id: 'verification.pods',
	title: 'Run a pod on every node of the tenant cluster',
	why: 'On a DPU host the pod\'s VF is the way to its DPU; elsewhere the pod has a veth.',
	when: isWhole,
	needs: ['verification.nodes', 'cni.mirror-test', 'dpu-plumbing.coredns'],
	at: isOnTenantController,
	probe: ({lab}) => run(lab),
	commands: ({lab}) => [
		apply(manifest(lab)),
		waitUntil(run(lab), {
			seconds: 300, every: 5, message: `Not every test pod runs. See, on the controller: kubectl -n ${testNamespace} describe pods`,
		}),
	],
	evidence: () => kubectl`-n ${testNamespace} get pods -o wide`,
	undo: () => [destructive(kubectl`delete namespace ${testNamespace} --ignore-not-found --wait`)],
});

/**
Runs in every test pod a check of every other one; `$from` and `$to` are a pod and another one's address.
*/
const eachPair = (check: Command): Command => sh`
	set -e
	addresses=$(${kubectl`-n ${testNamespace} get pods -o ${String.raw`jsonpath={range .items[*]}{.metadata.name} {.status.podIP}{"\n"}{end}`}`})
	test -n "$addresses" || exit 1
	while read -r from _; do
	  while read -r _ to; do
	    { ${check}; } || { echo "No answer from $to to $from" >&2; exit 1; }
	  done <<<"$addresses"
	done <<<"$addresses"
`;

const inPod = (words: Command): Command => sh`${kubectl`-n ${testNamespace} exec "$from" --`} ${words}`;

export const ping: StepDefinition = step({
	id: 'verification.ping',
	title: 'Ping between all test pods',
	why: 'The whole path, also through the DPUs\' tunnels, with the largest packets that must pass unbroken.',
	when: isWhole,
	needs: ['verification.pods'],
	at: isOnTenantController,
	probe: ({lab}) => eachPair(inPod(sh`ping -c1 -W1 -M "do" -s ${largest(lab)} "$to" >/dev/null`)),
	commands: ({lab}) => [matrix(lab)],
	evidence: ({lab}) => matrix(lab),
});

/**
A line a pair: who reached whom, and how long it took.
*/
const matrix = (lab: Lab): Command => eachPair(sh`answer=$(${inPod(sh`ping -q -c3 -W2 -M "do" -s ${largest(lab)} "$to"`)}) && echo "$from to $to: $(grep -E ${'packet loss'} <<<"$answer"), $(tail -n 1 <<<"$answer")"`);

// Twenty bytes of IP and eight of ICMP.
const largest = (lab: Lab): number => Number(variable(lab, 'MTU')) - 28;

const resolves = (lab: Lab): Command => sh`(
	for pod in ${testNodes(lab).map(node => podOn(node))}; do
	  ${kubectl`-n ${testNamespace} exec "$pod" -- nslookup -timeout=2 kubernetes.default.svc.cluster.local`} >/dev/null &&
	    ${kubectl`-n ${testNamespace} exec "$pod" -- ping -c1 -W2 ${lab.tenant.gatewayIp}`} >/dev/null || exit 1
	done
)`;

export const services: StepDefinition = step({
	id: 'verification.services',
	title: 'Ask the cluster\'s DNS and the gateway from every test pod',
	why: 'The way to a service and the way out of the cluster are not the way from pod to pod.',
	when: isWhole,
	needs: ['verification.pods'],
	at: isOnTenantController,
	probe: ({lab}) => resolves(lab),
	commands: ({lab}) => [waitUntil(resolves(lab), {
		seconds: 60, every: 5, message: 'A test pod cannot look up kubernetes.default or cannot reach the gateway',
	})],
	evidence: ({lab}) => inEachPod(lab, inside => sh`${inside} nslookup -timeout=2 kubernetes.default.svc.cluster.local | tail -n 2; ${inside} ping -q -c1 -W2 ${lab.tenant.gatewayIp} | tail -n 2`),
});

/**
In one pod after another; `$pod` is its name, and `inside` what runs a program in it.
*/
const inEachPod = (lab: Lab, check: (inside: Command) => Command): Command => sh`
	for pod in ${testNodes(lab).map(node => podOn(node))}; do
	  echo "$pod:"
	  ${check(kubectl`-n ${testNamespace} exec "$pod" --`)}
	done
`;

const everyPod = (lab: Lab, check: (inside: Command) => Command): Command => sh`(
	for pod in ${testNodes(lab).map(node => podOn(node))}; do
	  ${check(kubectl`-n ${testNamespace} exec "$pod" --`)} || exit 1
	done
)`;

const hasMtu = (lab: Lab): Command => everyPod(lab, inside => sh`test "$(${inside} cat /sys/class/net/eth0/mtu 2>/dev/null)" = ${variable(lab, 'MTU')}`);

export const mtu: StepDefinition = step({
	id: 'verification.mtu',
	title: ({lab}) => `See every test pod with an MTU of ${variable(lab, 'MTU')}`,
	why: 'A larger one would let a pod send what no tunnel carries; a smaller one would make the ping with the largest packet prove too little.',
	when: isWhole,
	needs: ['verification.pods'],
	at: isOnTenantController,
	probe: ({lab}) => hasMtu(lab),
	commands: ({lab}) => [inEachPod(lab, inside => sh`${inside} cat /sys/class/net/eth0/mtu`)],
	evidence: ({lab}) => inEachPod(lab, inside => sh`${inside} cat /sys/class/net/eth0/mtu`),
});

const outsideName = 'registry.k8s.io';

const reachesOutside = (lab: Lab): Command => everyPod(lab, inside => sh`${inside} nslookup -timeout=2 ${outsideName} >/dev/null 2>&1 && ${inside} nc -z -w 3 ${outsideName} 443`);

export const outside: StepDefinition = step({
	id: 'verification.outside',
	title: 'Reach the outside from every test pod',
	why: 'By a name, through the cluster\'s DNS, the node\'s gateway and the lab\'s. (A lab that takes everything from a mirror has no outside.)',
	when: lab => isWhole(lab) && variable(lab, 'MIRROR') === '',
	needs: ['verification.services'],
	at: isOnTenantController,
	probe: ({lab}) => reachesOutside(lab),
	commands: ({lab}) => [waitUntil(reachesOutside(lab), {
		seconds: 60, every: 5, message: `A test pod cannot look up ${outsideName}, or cannot reach it on port 443: see the forwarding of CoreDNS, the gateway's NAT and the server's own way out`,
	})],
	evidence: ({lab}) => inEachPod(lab, inside => sh`${inside} nc -z -v -w 3 ${outsideName} 443 2>&1`),
});
