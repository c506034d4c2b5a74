import {settle} from '../network/settle.js';
import {type Program, Refusal} from '../program.js';
import {readOptions} from '../usage.js';

/**
Brings up what `/etc/network/interfaces` names, by DHCP alone.
*/
export const ifup: Program = (argv, io) => {
	const given = readOptions(argv, {
		flags: [['-a', '--all']],
		unknown: word => new Refusal(`ifup: unrecognized option '${word}'`),
	});
	const text = io.files.textIfThere('/etc/network/interfaces') ?? '';
	const known = text.matchAll(/^iface (?<name>\S+) inet dhcp$/gmv).map(({groups}) => groups!.name!).toArray();
	for (const name of given.has('--all') ? known : given.words) {
		const link = io.machine.network.links.get(name);
		if (!known.includes(name) || !link) {
			throw new Refusal(`ifup: unknown interface ${name}`);
		}

		settle(io.machine, link, {
			addresses: [], isDhcp: true, gatewayMetric: 0, dhcpMetric: 0, usesRouter: true, usesDns: true, hasLinkLocal: true,
		}, io.rehearsal);
	}

	return 0;
};
