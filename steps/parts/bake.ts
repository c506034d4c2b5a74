import {fingerprint} from '../../source/lab/fingerprint.js';
import type {Lab} from '../../source/lab/lab.js';
import {networkMac} from '../../source/lab/mac.js';
import {nicPci} from '../../source/lab/pci.js';
import {uuidOf} from '../../source/lab/uuid.js';
import {type LabStepDefinition, step} from '../../source/plan/step.js';
import {
	type Command,
	destructive,
	beside,
	sh,
	shellFragment,
} from '../../source/shell/command.js';
import {remoteServer} from '../../source/shell/place.js';
import {type DomainParts, domainXml} from './domain-xml.js';
import {
	giveToLibvirt,
	noDomain,
	noFile,
	refuseForeignDomain,
	sayForeignDomain,
} from './libvirt.js';
import {refuseWhileInUse} from './overlays.js';
import {inLabDirectory} from './paths.js';
import {heredoc, makeIso} from './seed.js';

export type Baking = {
	readonly id: string;
	readonly title: string;
	readonly why: string;
	readonly needs: readonly string[];
	/**
	Absolute path on the server of the image to make.
	*/
	readonly image: (lab: Lab) => string;
	/**
	The image that it is an overlay of.
	*/
	readonly backing: (lab: Lab) => string;
	/**
	Lines of bash that run as root in the guest, with `set -euo pipefail`.
	*/
	readonly recipe: (lab: Lab) => readonly string[];
	readonly when?: (lab: Lab) => boolean;
};

/**
Bakes an image: a builder VM boots once from an overlay on the backing image, runs the recipe as root, gives its identity back and powers off; the
overlay, never to be written again, is the image. The builder goes on when the wizard is killed: the next attempt follows it, or takes what it left.
*/
export function bakeStep(baking: Baking): LabStepDefinition {
	const {id, title, why, needs, when} = baking;
	return step({
		id,
		title,
		why,
		needs,
		...(when && {when}),
		at: remoteServer,
		probe: ({lab}) => sh`sudo test -f ${baking.image(lab)} && test "$(sudo cat ${`${baking.image(lab)}.recipe`} 2>/dev/null)" = ${planOf(lab, baking).recipe}`,
		commands({lab}) {
			const plan = planOf(lab, baking);
			return [refuseForeignDomain(plan.builder, plan.uuid), refuseWhileInUse(lab, plan.image), prepare(lab, plan), start(lab, plan), follow(plan), seal(plan)];
		},
		undo({lab}) {
			const plan = planOf(lab, baking);
			return [refuseWhileInUse(lab, plan.image), destructive(sh`
				set -e
				${sayForeignDomain(plan.builder, plan.uuid)}
				if [ "$(sudo virsh domuuid ${plan.builder} 2>/dev/null)" = ${plan.uuid} ]; then sudo virsh destroy ${plan.builder}; fi
				sudo rm -f -- ${plan.image} ${plan.disk} ${plan.seed} ${plan.console} ${`${plan.image}.recipe`} ${`${plan.seed}.recipe`}
				rm -rf -- ${inLabDirectory(lab, 'seeds', plan.builder)}
			`)];
		},
		gone({lab}) {
			const plan = planOf(lab, baking);
			return sh`
				${noDomain([plan.uuid])}
				${noFile([plan.image, plan.disk, plan.seed, plan.console, `${plan.image}.recipe`])}
			`;
		},
	});
}

type BakingPlan = {
	readonly image: string;
	readonly backing: string;
	readonly builder: string;
	readonly uuid: string;
	readonly recipe: string;
	readonly script: string;
	readonly disk: string;
	readonly seed: string;
	readonly console: string;
};

function planOf(lab: Lab, baking: Baking): BakingPlan {
	const image = baking.image(lab);
	const base = image.replace(/\.qcow2$/, '');
	const name = base.slice(base.lastIndexOf('/') + 1);
	const recipe = fingerprint([baking.backing(lab), lab.imageSha256, ...baking.recipe(lab)].join('\n'));
	return {
		image,
		backing: baking.backing(lab),
		builder: `bake-${name}-${lab.id}`,
		uuid: uuidOf(lab.id, 'builder', name),
		recipe,
		script: bakeScript(lab, baking.recipe(lab), recipe),
		disk: `${base}.baking.qcow2`,
		seed: `${base}.baking-seed.iso`,
		console: `${base}.console.log`,
	};
}

/**
The line on the console that says the recipe went through to its end.
*/
const bakedLine = (recipe: string) => `dpu-wizard: baked ${recipe}`;
const failedLine = (recipe: string) => `dpu-wizard: failed ${recipe}`;

// Everything that made this guest one machine goes, so that each of its clones is one of its own (D10, D64, D110).
const bakeScript = (lab: Lab, recipe: readonly string[], mark: string): string => `#!/bin/bash
# Runs once, as root, in the builder.
trap '[ $? = 0 ] || { echo "${failedLine(mark)}"; sync; systemctl poweroff; sleep 600; }' EXIT
set -euo pipefail
export LC_ALL=C HOME=/root${lab.guestFamily === 'debian' ? ' DEBIAN_FRONTEND=noninteractive' : ''}
${recipe.join('\n')}
# Its own identity is not the clones'.
cloud-init clean --logs
rm -f /etc/ssh/ssh_host_* /var/lib/dbus/machine-id /var/lib/systemd/random-seed
rm -f /etc/netplan/50-cloud-init.yaml /etc/NetworkManager/system-connections/cloud-init-*
rm -f /var/lib/dhcp/* /var/lib/systemd/network/*
: > /etc/machine-id
rm -rf /var/lib/dpu-wizard
echo "${bakedLine(mark)}"
sync
systemctl poweroff
sleep 600
`;

function builderParts(lab: Lab, plan: BakingPlan): DomainParts {
	return {
		name: plan.builder,
		uuid: plan.uuid,
		title: `dpu-wizard ${lab.name}: bakes ${plan.image}`,
		labId: lab.id,
		recipe: plan.recipe,
		vcpus: 2,
		memoryMb: Math.min(2048, Number(lab.variables.WORKER_MEM_MB)),
		disk: plan.disk,
		seed: plan.seed,
		console: plan.console,
		interfaces: [{
			kind: 'network', network: lab.managementNetwork, device: 'enp1s0', mac: networkMac(plan.builder, 'mgmt'), pci: nicPci(1),
		}],
		extraBuses: [],
	};
}

const isRunning = (plan: BakingPlan) => shellFragment`[ "$(sudo virsh domuuid ${plan.builder} 2>/dev/null)" = ${plan.uuid} ]`;

/**
True once the builder of just this recipe has said its last word, whatever it was.
*/
const isBaked = (plan: BakingPlan): Command => sh`sudo grep -aq ${bakedLine(plan.recipe)} ${plan.console} 2>/dev/null`;

function prepare(lab: Lab, plan: BakingPlan): Command {
	const directory = inLabDirectory(lab, 'seeds', plan.builder);
	const userData = {
		hostname: 'builder',
		manage_etc_hosts: 'localhost',
		ssh_pwauth: false,
		write_files: [{path: '/var/lib/dpu-wizard/bake.sh', permissions: '0700', content: plan.script}],
		runcmd: [['bash', '-c', 'bash /var/lib/dpu-wizard/bake.sh >/dev/ttyS0 2>&1 </dev/null']],
	};
	const networkConfig = {version: 2, ethernets: {management: {match: {macaddress: networkMac(plan.builder, 'mgmt')}, dhcp4: true}}};
	return sh`
		set -e
		if ${isRunning(plan)} || { ${isBaked(plan)} && sudo test -f ${plan.disk}; }; then
		  echo 'An earlier attempt is at work, or has done the work: nothing is begun anew.'
		  exit 0
		fi
		sudo rm -f -- ${plan.disk} ${plan.seed} ${plan.console}
		sudo qemu-img create -q -f qcow2 -F qcow2 -b ${plan.backing} ${plan.disk} ${`${lab.variables.GATEWAY_DISK_GB}G`}
		umask 077
		mkdir -p ${directory}
		${heredoc(directory, 'meta-data', JSON.stringify({'instance-id': `${plan.builder}-${plan.recipe}`, 'local-hostname': 'builder'}))}
		${heredoc(directory, 'network-config', JSON.stringify(networkConfig))}
		${heredoc(directory, 'user-data', `#cloud-config\n${JSON.stringify(userData, null, 2)}`)}
		${makeIso(directory, plan.seed, plan.recipe)[0]!}
	`;
}

const start = (lab: Lab, plan: BakingPlan): Command => sh`
	if ${isRunning(plan)} || ${isBaked(plan)}; then exit 0; fi
	${giveToLibvirt(lab, 'create', domainXml(builderParts(lab, plan)))}
`;

const minutesToBake = 40;

/**
Shows the builder's console until the builder has powered off. Meanwhile the server is free for other steps.
*/
const follow = (plan: BakingPlan): Command => beside(sh`
	shown=1
	deadline=$((SECONDS + ${minutesToBake * 60}))
	while :; do
	  running=no
	  if ${isRunning(plan)}; then running=yes; fi
	  size=$(sudo stat -c %s ${plan.console} 2>/dev/null || echo 0)
	  if [ "$size" -ge "$shown" ]; then
	    sudo tail -c "+$shown" ${plan.console} | head -c "$((size - shown + 1))"
	    shown=$((size + 1))
	  fi
	  if [ "$running" = no ]; then break; fi
	  if ((SECONDS >= deadline)); then
	    echo ${`The builder ${plan.builder} has not finished in ${minutesToBake} minutes. Look at its console: sudo virsh console ${plan.builder}. To begin anew: sudo virsh destroy ${plan.builder}`} >&2
	    exit 1
	  fi
	  sleep 2
	done
`);

const seal = (plan: BakingPlan): Command => sh`
	set -e
	if ! { ${isBaked(plan)}; }; then
	  echo ${`The builder ended before its recipe did. Its console is ${plan.console} on the server; the next attempt begins anew.`} >&2
	  exit 1
	fi
	sudo chown root:root ${plan.disk}
	sudo chmod 0444 ${plan.disk}
	sudo mv -f ${plan.disk} ${plan.image}
	echo ${plan.recipe} | sudo tee ${`${plan.image}.recipe`} >/dev/null
	sudo rm -f -- ${plan.seed} ${`${plan.seed}.recipe`}
`;
