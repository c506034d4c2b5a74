import type {Machine} from './machine.js';

/**
Kernel modules that there are, and the settings that come with them.
*/
const known: Readonly<Record<string, Readonly<Record<string, string>>>> = {
	overlay: {},
	br_netfilter: {'net.bridge.bridge-nf-call-iptables': '1', 'net.bridge.bridge-nf-call-ip6tables': '1', 'net.bridge.bridge-nf-call-arptables': '1'},
	openvswitch: {},
	geneve: {},
	vxlan: {},
	nf_conntrack: {},
	ip_tables: {},
	tun: {},
};

/**
False where the kernel has no such module.
*/
export function loadModule(name: string, machine: Machine): boolean {
	const settings = known[name];
	if (!settings) {
		return false;
	}

	if (!machine.modules.has(name)) {
		machine.modules.add(name);
		for (const [key, value] of Object.entries(settings)) {
			machine.sysctls.set(key, value);
		}
	}

	return true;
}
