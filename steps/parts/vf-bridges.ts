import type {Lab} from '../../source/lab/lab.js';
import {step} from '../../source/plan/step.js';
import {destructive, sh, sudo} from '../../source/shell/command.js';
import {fileHolds, writeFile} from '../../source/shell/file.js';
import {remoteServer} from '../../source/shell/place.js';

const alias = (lab: Lab) => `dpu-wizard:${lab.id}`;
const unit = (lab: Lab) => `dpu-wizard-bridges-${lab.id}.service`;
const unitFile = (lab: Lab) => `/etc/systemd/system/${unit(lab)}`;
const scriptFile = (lab: Lab) => `/usr/local/sbin/dpu-wizard-bridges-${lab.id}`;
const bridges = (lab: Lab) => lab.dpus.flatMap(dpu => dpu.virtualFunctions.map(({bridge}) => bridge));

// A bridge is born under a name that only this lab uses, gets its mark, and then its real name: killed at any point, nothing unmarked is left behind.
const script = (lab: Lab): string => `#!/bin/bash
# Makes the bridges that join the two TAPs of each VF pair, for the lab ${lab.id} of dpu-wizard.
# A bridge of the same name that has not this lab's mark is somebody else's: nothing is made then, and nothing touched.
set -euo pipefail
mark=${alias(lab)}
bridges='${bridges(lab).join(' ')}'
foreign=0
for bridge in $bridges; do
  if [ -e "/sys/class/net/$bridge" ] && [ "$(cat "/sys/class/net/$bridge/ifalias")" != "$mark" ]; then
    found=$(cat "/sys/class/net/$bridge/ifalias")
    ports=$(ls "/sys/class/net/$bridge/brif" 2>/dev/null | paste -sd ' ')
    case $found in
      dpu-wizard:*) owner="another lab of dpu-wizard, \${found#dpu-wizard:}" ;;
      '') owner='somebody who made it by hand or with another tool: it has no mark' ;;
      *) owner="whoever marked it: $found" ;;
    esac
    echo "The link $bridge on this server is not this lab's. It seems to belong to $owner. Its ports: \${ports:-none}. It is left as it is." >&2
    foreign=1
  fi
done
if [ "$foreign" = 1 ]; then
  echo 'Ask the owner to remove it, or give the DPU and its host another number.' >&2
  exit 1
fi
for bridge in $bridges; do
  if ! [ -e "/sys/class/net/$bridge" ]; then
    ip link del dw-new 2>/dev/null || true
    ip link add dw-new type bridge stp_state 0 mcast_snooping 0
    ip link set dw-new alias "$mark"
    ip link set dw-new name "$bridge"
  fi
  ip link set "$bridge" up
done
`;

const unitText = (lab: Lab): string => `[Unit]
Description=VF bridges of the dpu-wizard lab ${lab.id}
Before=libvirtd.service virtqemud.service
After=network-pre.target

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=${scriptFile(lab)}

[Install]
WantedBy=multi-user.target
`;

/**
The bridges exist before any VM starts, now and after a reboot of the server (D93); libvirt plugs the TAPs in (A7).
*/
export const vfBridges = step({
	id: 'remaining-vms.bridges',
	title: ({lab}) => `Make ${bridges(lab).length} VF bridges`,
	why: 'A VF pair is two TAPs joined by a bridge of two ports; made by a unit, so that they are there before the VMs after each reboot (D89, D93).',
	when: lab => lab.dpus.length > 0,
	at: remoteServer,
	needs: ['base-vm.packages'],
	probe: ({lab}) => sh`
		for bridge in ${bridges(lab)}; do
		  test "$(cat "/sys/class/net/$bridge/ifalias" 2>/dev/null)" = ${alias(lab)} && test "$(($(cat "/sys/class/net/$bridge/flags") & 1))" = 1 || exit 1
		done
		${fileHolds({path: scriptFile(lab), content: script(lab)})} && ${fileHolds({path: unitFile(lab), content: unitText(lab)})} &&
		systemctl is-enabled --quiet ${unit(lab)}
	`,
	commands: ({lab}) => [
		writeFile({
			path: scriptFile(lab), content: script(lab), mode: '0755', asRoot: true,
		}),
		writeFile({path: unitFile(lab), content: unitText(lab), asRoot: true}),
		// The script itself is run, and not only the unit, so that its words come here and not into a journal.
		sh`
			set -e
			sudo ${scriptFile(lab)}
			sudo systemctl daemon-reload
			sudo systemctl enable ${unit(lab)}
			sudo systemctl start ${unit(lab)}
		`,
	],
	undo: ({lab}) => [
		sh`if test -e ${unitFile(lab)}; then sudo systemctl disable --now ${unit(lab)}; fi`,
		destructive(sh`
			for link in /sys/class/net/br*-vf*; do
			  if [ "$(cat "$link/ifalias" 2>/dev/null)" = ${alias(lab)} ]; then sudo ip link del "$(basename "$link")"; fi
			done
			for bridge in ${bridges(lab)}; do
			  if [ -e "/sys/class/net/$bridge" ]; then echo "The bridge $bridge has not this lab's mark: it is left as it is."; fi
			done
		`),
		destructive(sudo`rm -f -- ${unitFile(lab)} ${scriptFile(lab)}`),
		sudo`systemctl daemon-reload`,
	],
	gone: ({lab}) => sh`
		! grep -lxF ${alias(lab)} /sys/class/net/*/ifalias >/dev/null 2>&1 && ! test -e ${unitFile(lab)} && ! test -e ${scriptFile(lab)}
	`,
});
