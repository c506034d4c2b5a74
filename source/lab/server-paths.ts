import type {Lab} from './lab.js';

export type ServerPaths = {
	/**
	Everything of the lab that needs no root: seeds, ssh configuration, host keys, locks.
	*/
	readonly directory: string;
	/**
	Private key of the guests' user; its `.pub` is beside it.
	*/
	readonly key: string;
	/**
	`NODE` and `NODE.pub`: the ssh host keys that the nodes' seeds carry.
	*/
	readonly hostKeys: string;
	/**
	For `ssh -F` on the server: every node by its name.
	*/
	readonly sshConfig: string;
	readonly locks: string;
};

/**
What the engine itself keeps in the lab's directory, beside what the steps make there: it is in use as long as a run is on.
*/
export const engineNames = ['locks', 'jobs'] as const;

/**
Where the lab's files lie on the server, beside the disks in `lab.poolDir`. A path that starts with `~/` is under the login's home there.
*/
export function serverPaths(lab: Pick<Lab, 'id' | 'variables'>): ServerPaths {
	const directory = `${orElse(lab.variables.WORKING_DIR, '~/src')}/dpu-wizard/${lab.id}`;
	return {
		directory,
		key: orElse(lab.variables.VM_SSH_KEY, '~/.ssh/dpu-wizard_ed25519'),
		hostKeys: `${directory}/host-keys`,
		sshConfig: `${directory}/ssh_config`,
		locks: `${directory}/locks`,
	};
}

// An empty variable is one that was left to its default.
const orElse = (value: string | undefined, fallback: string): string => value === undefined || value === '' ? fallback : value;
