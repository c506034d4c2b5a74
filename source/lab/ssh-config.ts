import {UserError} from '../errors.js';
import type {Lab} from './lab.js';
import {parseServer} from './server.js';

/**
The lab's nodes as a file for ssh's `Include`. Throws a `UserError` for a lab without a server.
*/
export function formatSshConfig(lab: Lab): string {
	if (lab.server === undefined) {
		throw new UserError(`The lab ${lab.name} has no server, and its nodes are reached through it.`, ['`dpu-wizard lab set server=USER@HOST` names it.']);
	}

	const key = lab.variables.VM_SSH_KEY === '' ? '~/.ssh/dpu-wizard_ed25519' : lab.variables.VM_SSH_KEY!;
	const isHere = lab.server === 'this-host';
	const common = [
		`  User ${lab.vmUser}`,
		...(isHere
			? [`  IdentityFile ${key}`, '  IdentitiesOnly yes']
			: [`  ProxyJump ${jump(lab.server)}`, `  # The key of the nodes is on the server: copy ${key} from there, then take away this #.`, `  # IdentityFile ${key}`]),
	];
	const blocks = lab.nodes.map(node => [`Host ${node.name}`, `  HostName ${node.managementIp}`, ...common].join('\n'));
	return `# The nodes of the lab ${lab.name}, written by dpu-wizard\n\n${blocks.join('\n\n')}\n`;
}

// ProxyJump wants brackets around an IPv6 address, as the lab's server has them; an alias stays an alias.
function jump(server: string): string {
	const {user, host, port} = parseServer(server)!;
	const address = host.includes(':') ? `[${host}]` : host;
	return `${user === undefined ? '' : `${user}@`}${address}${port === undefined ? '' : `:${port}`}`;
}
