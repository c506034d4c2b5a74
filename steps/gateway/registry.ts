import type {Lab} from '../../source/lab/lab.js';
import {step} from '../../source/plan/step.js';
import {
	type Command,
	destructive,
	sh,
	sudo,
} from '../../source/shell/command.js';
import {fileHolds, type FileToWrite, writeFile} from '../../source/shell/file.js';
import {onNode, remoteServer} from '../../source/shell/place.js';
import {waitUntil} from '../../source/shell/wait.js';

const answers = (host: string, port: number): Command => sh`curl --fail --silent --max-time 5 ${`http://${host}:${port}/v2/`}`;

const isPackage = (lab: Lab) => lab.variables.REGISTRY_FROM === 'package';

// A unit that podman makes of this file at each boot (R23); the container listens on 5000 whatever the port outside is (D46).
const quadlet = (lab: Lab): FileToWrite => ({
	path: '/etc/containers/systemd/dpu-wizard-registry.container',
	content: `[Unit]
Description=Registry of the dpu-wizard lab

[Container]
Image=docker.io/library/registry:2
PublishPort=${lab.registryPort}:5000
Volume=/opt/registry/data:/var/lib/registry:z
Environment=REGISTRY_STORAGE_DELETE_ENABLED=true

[Service]
Restart=always
TimeoutStartSec=900

[Install]
WantedBy=multi-user.target
`,
	asRoot: true,
});

// The distribution's own registry, for a lab where no container image can be pulled: its packaged configuration wants a password file (testbed.md 10.2).
const packagedConfiguration = (lab: Lab): FileToWrite => ({
	path: '/etc/docker/registry/config.yml',
	content: `# Written by dpu-wizard.
version: 0.1
log:
  level: warn
storage:
  filesystem:
    rootdirectory: /var/lib/docker-registry
  delete:
    enabled: true
http:
  addr: :${lab.registryPort}
`,
	asRoot: true,
});

const configuration = (lab: Lab) => isPackage(lab) ? packagedConfiguration(lab) : quadlet(lab);
const unit = (lab: Lab) => isPackage(lab) ? 'docker-registry.service' : 'dpu-wizard-registry.service';

export const registry = step({
	id: 'gateway.registry',
	title: ({lab}) => `Run the registry on port ${lab.registryPort}`,
	why: 'Both clusters pull their images from the gateway: pinned ones, fetched from the internet once.',
	for: lab => lab.gateways,
	needs: ['gateway.packages'],
	at: ({node}) => onNode(node.name),
	probe: ({lab}) => sh`${fileHolds(configuration(lab))} && ${answers('127.0.0.1', lab.registryPort)}`,
	commands: ({lab}) => [
		writeFile(configuration(lab)),
		isPackage(lab)
			? sh`
				set -e
				sudo systemctl enable ${unit(lab)}
				sudo systemctl restart ${unit(lab)}
			`
			: sh`
				set -e
				sudo mkdir -p /opt/registry/data
				sudo podman pull docker.io/library/registry:2 || {
				  echo 'Could not pull docker.io/library/registry:2. Can the gateway reach docker.io? REGISTRY_FROM=package takes the registry of the distribution instead.' >&2
				  exit 1
				}
				sudo systemctl daemon-reload
				sudo systemctl restart ${unit(lab)}
			`,
		waitUntil(answers('127.0.0.1', lab.registryPort), {
			seconds: 120,
			message: `The registry does not answer on port ${lab.registryPort}. On the gateway: systemctl status ${unit(lab)}`,
		}),
	],
	undo: ({lab}) => [
		sh`if systemctl cat ${unit(lab)} >/dev/null 2>&1; then sudo systemctl stop ${unit(lab)}; fi`,
		destructive(sudo`rm -rf -- ${configuration(lab).path} ${isPackage(lab) ? '/var/lib/docker-registry' : '/opt/registry'}`),
		sudo`systemctl daemon-reload`,
	],
	gone: ({lab}) => sh`! sudo test -e ${configuration(lab).path} && ! systemctl is-active --quiet ${unit(lab)}`,
});

export const serves = step({
	id: 'gateway.serves',
	title: 'Reach the registry from the server',
	why: 'Images are pushed from the server: a registry that only the gateway itself can reach is of no use.',
	for: lab => lab.gateways,
	needs: ['gateway.registry'],
	at: remoteServer,
	probe: ({lab, node}) => answers(node.managementIp, lab.registryPort),
	commands: ({lab, node}) => [waitUntil(answers(node.managementIp, lab.registryPort), {
		seconds: 60,
		message: `http://${node.managementIp}:${lab.registryPort}/v2/ does not answer. Does a firewall on the gateway or the server stand between?`,
	})],
});
