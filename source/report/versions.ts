import type {Lab} from '../lab/lab.js';
import {type Command, sh} from '../shell/command.js';
import {onNode, type Place, remoteServer} from '../shell/place.js';

export type Question = {readonly title: string; readonly place: Place; readonly command: Command};

const system = sh`. /etc/os-release; echo "$PRETTY_NAME, kernel $(uname -r), $(uname -m), $(nproc) CPUs, $(awk '/MemTotal/ {print int($2 / 1024)}' /proc/meminfo) MiB"`;

const kubectl = sh`sudo kubectl --kubeconfig /etc/kubernetes/admin.conf --request-timeout=5s`;

/**
What to ask of a lab's places to know what runs there. All read-only.
*/
export const versionQuestions = ({infra, tenant, dpus}: Lab): readonly Question[] => [
	{title: 'Server', place: remoteServer, command: sh`${system}; sudo virsh version --daemon; test -e /dev/kvm && echo 'with /dev/kvm' || echo 'without /dev/kvm'`},
	...[infra, tenant].flatMap(({name, controller}): readonly Question[] => [
		{title: `Cluster ${name}`, place: onNode(controller.name), command: sh`${system}; kubeadm version -o short; ${kubectl} get nodes -o wide`},
		{title: `Releases and pods of the cluster ${name}`, place: onNode(controller.name), command: sh`sudo helm --kubeconfig /etc/kubernetes/admin.conf list --all-namespaces; cat /opt/dpu-wizard/ovn-kubernetes/COMMIT; ${kubectl} get pods --all-namespaces -o wide`},
	]),
	...dpus.map(({name}): Question => ({title: 'DPU', place: onNode(name), command: sh`${system}; command -v ovs-vsctl >/dev/null && sudo ovs-vsctl --version | head -n 1`})),
];
