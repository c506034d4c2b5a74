import type {GuestFamily, Lab} from '../../source/lab/lab.js';
import {type Command, sh} from '../../source/shell/command.js';
import {writeFile} from '../../source/shell/file.js';
import {install} from '../kubernetes/repositories.js';

export const openVswitchUnit = (family: GuestFamily): string => family === 'fedora' ? 'openvswitch' : 'openvswitch-switch';

/**
Installs Open vSwitch from the distribution's package and never starts it; as root in the guest.

A database that once ran holds a system id, and clones with one system id are one OVN chassis (D10).
*/
export function installOpenVswitch(lab: Lab): readonly Command[] {
	const family = lab.guestFamily;
	const from = family === 'fedora' ? 'the Fedora repositories' : 'the Debian repositories';
	const doNotStart = '/usr/sbin/policy-rc.d';
	return [
		...(family === 'fedora'
			// In one transaction, or NetworkManager runs without its plugin (D9).
			? install(family, ['openvswitch', 'NetworkManager-ovs'], from)
			: [
				writeFile({path: doNotStart, content: '#!/bin/sh\nexit 101\n', mode: '0755'}),
				...install(family, ['openvswitch-switch'], from),
				sh`rm -f ${doNotStart}`,
			]),
		sh`systemctl enable ${openVswitchUnit(family)}`,
		writeFile({path: '/etc/modules-load.d/openvswitch.conf', content: 'openvswitch\ngeneve\n'}),
		sh`rm -f /etc/openvswitch/conf.db /etc/openvswitch/.conf.db.~lock~ /etc/openvswitch/system-id.conf`,
	];
}
