import {fingerprint} from '../../../source/lab/fingerprint.js';
import type {Lab} from '../../../source/lab/lab.js';
import {distributionFrom, installPackagesAsRoot} from '../packages.js';

/**
What makes of an installed system one that is cloned as a cloud image is. Cloud-init gives each clone its user, its key, its name and its network: the
installer's own network files would get in its way.
*/
const work = (lab: Lab): readonly string[] => [
	...distributionFrom(lab),
	...installPackagesAsRoot(lab.guestFamily, lab.guestFamily === 'debian'
		? ['cloud-init', 'cloud-guest-utils', 'openssh-server', 'sudo', 'netplan.io', 'systemd-resolved', 'dbus']
		: ['cloud-init', 'cloud-utils-growpart', 'openssh-server', 'sudo']),
	...(lab.guestFamily === 'debian'
		? [
			'apt-get -q -y purge ifupdown',
			'rm -f /etc/network/interfaces',
			'systemctl enable systemd-networkd systemd-resolved ssh',
		]
		: [
			'rm -f /etc/NetworkManager/system-connections/*',
			'systemctl enable NetworkManager systemd-resolved sshd',
		]),
	'for unit in cloud-init-local cloud-init cloud-init-main cloud-init-network cloud-config cloud-final; do if systemctl cat "$unit.service" >/dev/null 2>&1; then systemctl enable "$unit.service"; fi; done',
	'echo "datasource_list: [NoCloud, None]" >/etc/cloud/cloud.cfg.d/90-dpu-wizard.cfg',
	'cloud-init clean --logs',
	': >/etc/machine-id',
];

const recipe = (lab: Lab): string => fingerprint(work(lab).join('\n'));

/**
The line on the serial console that says that the installed system is ready.
*/
export const installedLine = (lab: Lab): string => `dpu-wizard: installed ${recipe(lab)}`;

/**
The script on the second CD; a person starts it, as root in the installed system.
*/
export const finishScript = (lab: Lab): string => `#!/bin/bash
# Makes of this installed system one that dpu-wizard can clone, and powers it off.
trap '[ $? = 0 ] || echo "That did not go through: see above. It can be started again."' EXIT
set -euo pipefail
[ "$(id -u)" = 0 ] || { echo 'As root, please: sudo bash /mnt/finish.sh' >&2; exit 1; }
export LC_ALL=C${lab.guestFamily === 'debian' ? ' DEBIAN_FRONTEND=noninteractive' : ''}
${work(lab).join('\n')}
echo "${installedLine(lab)}" >/dev/ttyS0
sync
systemctl poweroff
`;
