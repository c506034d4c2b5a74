import type {Lab} from '../../source/lab/lab.js';
import {step} from '../../source/plan/step.js';
import {destructive, sh, sudo} from '../../source/shell/command.js';
import {fileHolds, writeFile} from '../../source/shell/file.js';
import {onNode} from '../../source/shell/place.js';

const sysctlFile = {path: '/etc/sysctl.d/90-dpu-wizard-gateway.conf', content: 'net.ipv4.ip_forward = 1', asRoot: true};

// Only what leaves by the management NIC is masqueraded: between the two clusters the nodes see each other's own addresses (D44). A table of its own, loaded
// whole: nothing is doubled when it is loaded again (D45), and no default ruleset ends with a REJECT (D48).
const ruleset = ({infra, tenant, variables}: Lab): string => `table ip dpu_wizard
delete table ip dpu_wizard
table ip dpu_wizard {
  chain postrouting {
    type nat hook postrouting priority srcnat; policy accept;
    ip saddr { ${infra.subnet}, ${tenant.subnet} } oifname "${variables.IF1!}" counter masquerade
  }
}
`;

const rulesetPath = '/etc/dpu-wizard/gateway.nft';
const rulesetFile = (lab: Lab) => ({path: rulesetPath, content: ruleset(lab), asRoot: true});

const unit = 'dpu-wizard-gateway.service';
const unitFile = {
	path: `/etc/systemd/system/${unit}`,
	content: `[Unit]
Description=NAT of the dpu-wizard gateway
After=network-pre.target nftables.service

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/usr/sbin/nft -f /etc/dpu-wizard/gateway.nft
ExecStop=/usr/sbin/nft delete table ip dpu_wizard

[Install]
WantedBy=multi-user.target
`,
	asRoot: true,
};

export const forwarding = step({
	id: 'gateway.forwarding',
	title: 'Forward, and masquerade what leaves the lab',
	why: 'Both cluster networks are isolated on the server: the gateway is their way to each other and out.',
	for: lab => lab.gateways,
	needs: ['gateway.packages'],
	at: ({node}) => onNode(node.name),
	probe: ({lab}) => sh`
		test "$(cat /proc/sys/net/ipv4/ip_forward)" = 1 &&
		${fileHolds(sysctlFile)} && ${fileHolds(rulesetFile(lab))} &&
		systemctl is-enabled --quiet ${unit} &&
		test "$(sudo nft list table ip dpu_wizard | grep -c masquerade)" = 1
	`,
	commands: ({lab}) => [
		writeFile(sysctlFile),
		writeFile(rulesetFile(lab)),
		writeFile(unitFile),
		sh`
			set -e
			sudo sysctl -q -p ${sysctlFile.path}
			if systemctl is-active --quiet firewalld; then sudo systemctl disable --now firewalld; fi
			sudo systemctl daemon-reload
			sudo systemctl enable ${unit}
			sudo systemctl restart ${unit}
		`,
	],
	undo: () => [
		sh`if test -e ${unitFile.path}; then sudo systemctl disable --now ${unit}; fi`,
		destructive(sudo`rm -f -- ${unitFile.path} ${rulesetPath} ${sysctlFile.path}`),
		sh`
			set -e
			sudo systemctl daemon-reload
			sudo sysctl -q net.ipv4.ip_forward=0
		`,
	],
	gone: () => sh`! test -e ${unitFile.path} && ! test -e ${rulesetPath} && ! test -e ${sysctlFile.path} && test "$(cat /proc/sys/net/ipv4/ip_forward)" = 0`,
});
