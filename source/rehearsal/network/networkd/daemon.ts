import type {Daemon} from '../../systemd/daemons.js';
import {stateOf} from '../../systemd/units.js';
import {reloadNetworkd} from './networkd.js';

/**
It sets up at its start all links that have a file.
*/
export const systemdNetworkd: Daemon = {
	async start(_argv, {machine, rehearsal}) {
		stateOf(machine, 'systemd-networkd.service').state = 'active';
		await reloadNetworkd(machine, rehearsal);
	},
};
