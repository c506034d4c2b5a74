import {fingerprint} from '../../source/lab/fingerprint.js';
import type {Lab, Node} from '../../source/lab/lab.js';
import {
	type Command,
	type Fragment,
	fragment,
	sh,
	shellFragment,
} from '../../source/shell/command.js';
import {inLabDirectory, keyPath} from './paths.js';

/**
The texts of a NoCloud seed, as JSON (which is YAML). The ssh keys are put in on the server: they never leave it.
*/
export type Seed = {
	readonly userData: Readonly<Record<string, unknown>>;
	readonly metaData: Readonly<Record<string, unknown>>;
	readonly networkConfig: Readonly<Record<string, unknown>>;
};

/**
What cloud-init does at a node's first boot. Every node gets identities of its own (D33, D64): hostname, machine id (the images have none), ssh host key.
The user may use sudo without a password (D124), and gets in by the lab's key only.
*/
export const nodeSeed = (lab: Lab, node: Node): Seed => ({
	userData: {
		hostname: node.name,
		preserve_hostname: false,
		// Without its own name in /etc/hosts a node waits for DNS at each sudo; the rest of the file is the image's.
		manage_etc_hosts: 'localhost',
		ssh_pwauth: false,
		disable_root: true,
		ssh_deletekeys: true,
		ssh_genkeytypes: ['ed25519'],
		users: [{
			name: lab.vmUser, shell: '/bin/bash', sudo: 'ALL=(ALL) NOPASSWD:ALL', lock_passwd: true,
		}],
		growpart: {mode: 'auto', devices: ['/']},
	},
	metaData: {'instance-id': `${lab.id}-${node.name}`, 'local-hostname': node.name},
	networkConfig: networkConfig(lab, node),
});

/**
Only the management NIC asks for an address. The gateway has its two from the start; a node's data address comes in the stage CNI networking. VFs are
named by their MAC where the profile wants other names than the PCI ones, and are up with a link-local address, so that a pair can be proved.
*/
function networkConfig(lab: Lab, node: Node): Record<string, unknown> {
	const nics = node.networkInterfaces.map(({device, mac, network}) => [device, {
		match: {macaddress: mac},
		'set-name': device,
		...(network === lab.managementNetwork ? {dhcp4: true} : quiet),
		...addressOfGateway(lab, node, network),
	}]);
	const vfs = node.virtualFunctions.map(({device, mac}) => [device, {match: {macaddress: mac}, 'set-name': device, ...quiet}]);
	return {version: 2, ethernets: Object.fromEntries([...nics, ...vfs]) as Record<string, unknown>};
}

const quiet = {dhcp4: false, 'accept-ra': false, optional: true};

function addressOfGateway(lab: Lab, node: Node, network: string) {
	const cluster = [lab.infra, lab.tenant].find(each => each.network === network);
	return cluster && node.role === 'gateway' ? {addresses: [`${cluster.gatewayIp}/24`]} : {};
}

export const seedRecipe = (seed: Seed): string => fingerprint(JSON.stringify(seed));

/**
Writes the parts of a seed, adds the node's ssh keys, and makes the ISO where the domain looks for it.
*/
export const makeNodeSeed = (lab: Lab, node: Node, seed: Seed): readonly Command[] => {
	const directory = inLabDirectory(lab, 'seeds', node.name);
	const hostKeys = inLabDirectory(lab, 'host-keys');
	const hostKey = inLabDirectory(lab, 'host-keys', node.name);
	return [
		// The host key is made here and given to the node, so that nobody has to believe a node's first word about who it is.
		sh`
			umask 077
			mkdir -p ${directory} ${hostKeys}
			test -f ${hostKey} || ssh-keygen -q -t ed25519 -N '' -C ${node.name} -f ${hostKey}
		`,
		sh`
			umask 077
			${heredoc(directory, 'meta-data', json(seed.metaData))}
			${heredoc(directory, 'network-config', json(seed.networkConfig))}
			${heredoc(directory, 'user-data.json', json(seed.userData))}
			{
			  echo '#cloud-config'
			  jq --arg key "$(cat ${keyPath(lab, '.pub')})" --rawfile private ${hostKey} --rawfile public ${shellFragment`${hostKey}.pub`} '
			    .users[0].ssh_authorized_keys = [$key]
			    | .ssh_keys = {ed25519_private: $private, ed25519_public: ($public | rtrimstr("\n"))}' ${directory}/user-data.json
			} > ${directory}/user-data
		`,
		...makeIso(directory, node.seed, seedRecipe(seed)),
	];
};

/**
Packs `user-data`, `meta-data` and `network-config` of a directory; `.recipe` beside the ISO tells what it was made from.
*/
export const makeIso = (directory: Fragment, iso: string, recipe: string): readonly Command[] => [
	sh`
		set -e
		cd ${directory}
		xorriso -as mkisofs -quiet -o seed.iso -V cidata -J -r user-data meta-data network-config
		sudo install -m 0600 seed.iso ${iso}
		rm -f seed.iso
		echo ${recipe} | sudo tee ${`${iso}.recipe`} >/dev/null
	`,
];

export const isoIsMade = (iso: string, recipe: string): Command => sh`sudo test -f ${iso} && test "$(sudo cat ${`${iso}.recipe`} 2>/dev/null)" = ${recipe}`;

const json = (value: unknown) => JSON.stringify(value, null, 2);

/**
A file of the user's in a directory of the lab.
*/
export const heredoc = (directory: Fragment, name: string, content: string): Fragment => shellFragment`
	cat > ${directory}/${name} <<'EOF'
	${fragment(content)}
	EOF
`;
