import type {Node} from '../../source/lab/lab.js';
import {type Command, sh} from '../../source/shell/command.js';

/**
Succeeds where `$device` is a VF that OVN-Kubernetes may have taken: at a DPU host one is its management port under another name, and others are in pods.
*/
export const mayBeAway = (node: Node): Command => node.role === 'dpu-host'
	? sh`{ [[ $device == eth0-* && $device != eth0-0 ]] && test -e /etc/cni/net.d/10-ovn-kubernetes.conf; }`
	: sh`false`;
