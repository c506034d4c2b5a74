import type {Lab} from '../../source/lab/lab.js';
import {serverPaths} from '../../source/lab/server-paths.js';

/**
For `ssh -F` on the server: every node by its name, its host key known from the lab's own file, the lab's key and no other.
*/
export const sshConfig = (lab: Lab): string => [
	...lab.nodes.flatMap(({name, managementIp}) => [`Host ${name}`, `  HostName ${managementIp}`, `  HostKeyAlias ${name}`]),
	'Host *',
	`  User ${lab.vmUser}`,
	`  IdentityFile "${serverPaths(lab).key}"`,
	'  IdentitiesOnly yes',
	`  UserKnownHostsFile "${serverPaths(lab).directory}/known_hosts"`,
	'  GlobalKnownHostsFile /dev/null',
	'  StrictHostKeyChecking yes',
	'  BatchMode yes',
	'  ConnectTimeout 10',
	'  ServerAliveInterval 15',
	'  LogLevel ERROR',
].join('\n');
