import type {Lab} from '../../source/lab/lab.js';
import {mirrorForGuests} from '../../source/lab/mirror.js';
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
import {registryImage, sourceOf} from '../cni/images.js';
import {archiveOf, hasMirror} from '../cni/mirror.js';
import {orSay} from '../launch/say.js';
import {variable} from '../launch/variable.js';

const answers = (host: string, port: number): Command => sh`curl --fail --silent --max-time 5 ${`http://${host}:${port}/v2/`}`;

const isPackage = (lab: Lab) => lab.variables.REGISTRY_FROM === 'package';

// An archive of the mirror is loaded under the name that was given to it, and not by a digest.
const imageName = (lab: Lab): string => hasMirror(lab) ? variable(lab, 'REGISTRY_IMAGE').replace(/@sha256:.*$/v, '') : variable(lab, 'REGISTRY_IMAGE');

const getImage = (lab: Lab): Command => hasMirror(lab)
	? orSay(
		sh`curl -fsSL --retry 3 --connect-timeout 20 ${`${mirrorForGuests(name => variable(lab, name))}/${archiveOf(registryImage(lab))}`} | sudo podman load`,
		`Could not load ${archiveOf(registryImage(lab))} of the mirror in the gateway`,
	)
	: orSay(
		sh`sudo podman pull ${sourceOf(imageName(lab))}`,
		`Could not pull ${imageName(lab)}. Can the gateway reach ${imageName(lab).split('/', 1)[0] ?? ''}? REGISTRY_IMAGE names another one, and REGISTRY_FROM=package takes the registry of the distribution instead.`,
	);

// A unit that podman makes of this file at each boot (R23); the container listens on 5000 whatever the port outside is (D46).
const quadlet = (lab: Lab): FileToWrite => ({
	path: '/etc/containers/systemd/dpu-wizard-registry.container',
	content: `[Unit]
Description=Registry of the dpu-wizard lab

[Container]
Image=${imageName(lab)}
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

/**
The distribution's own registry: what each family calls it.
*/
export const packagedRegistry = {
	fedora: {
		package: 'docker-distribution', program: 'registry', configuration: '/etc/docker-distribution/registry/config.yml', storage: '/var/lib/registry',
	},
	debian: {
		package: 'docker-registry', program: 'docker-registry', configuration: '/etc/docker/registry/config.yml', storage: '/var/lib/docker-registry',
	},
} as const;

const packaged = (lab: Lab) => packagedRegistry[lab.guestFamily];

// For a lab where no container image can be pulled: its packaged configuration wants a password file (testbed.md 10.2).
const packagedConfiguration = (lab: Lab): FileToWrite => ({
	path: packaged(lab).configuration,
	content: `# Written by dpu-wizard.
version: 0.1
log:
  level: warn
storage:
  filesystem:
    rootdirectory: ${packaged(lab).storage}
  delete:
    enabled: true
http:
  addr: :${lab.registryPort}
`,
	asRoot: true,
});

const configuration = (lab: Lab) => isPackage(lab) ? packagedConfiguration(lab) : quadlet(lab);
const unit = (lab: Lab) => isPackage(lab) ? `${packaged(lab).package}.service` : 'dpu-wizard-registry.service';

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
				set -eo pipefail
				sudo mkdir -p /opt/registry/data
				${getImage(lab)}
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
		destructive(sudo`rm -rf -- ${configuration(lab).path} ${isPackage(lab) ? packaged(lab).storage : '/opt/registry'}`),
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
