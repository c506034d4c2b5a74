import {isLinkLocalReached} from '../network/link-local.js';
import {isIpv4} from '../network/address.js';
import {answersFrom} from '../network/reach.js';
import {lookUp} from '../network/resolver.js';
import {type Program, Refusal} from '../program.js';
import {readOptions} from '../usage.js';

export const ping: Program = async (argv, io) => {
	const given = readOptions(argv, {
		flags: ['-q', '-n', '-6', '-4'],
		values: ['-c', '-W', '-w', '-i', '-I', '-M', '-s'],
		unknown: word => new Refusal(`ping: invalid option -- '${word.replace(/^-+/v, '')}'`, 2),
		isBundled: true,
	});
	const [target] = given.words;
	if (target === undefined) {
		throw new Refusal('ping: usage error: Destination address required', 1);
	}

	const [address = '', zone] = target.split('%', 2);
	const device = zone ?? given.value('-I');
	if (device !== undefined && !isIpv4(device) && !io.machine.network.links.has(device)) {
		throw new Refusal(`ping: SO_BINDTODEVICE ${device}: No such device`, 2);
	}

	for (const option of ['-c', '-W', '-w', '-i', '-s']) {
		const value = given.value(option);
		if (value !== undefined && !/^\d+(?:\.\d+)?$/v.test(value)) {
			throw new Refusal(`ping: invalid argument: '${value}'`, 1);
		}
	}

	const known = address.includes(':') ? address : lookUp(address, io.machine, io.rehearsal);
	if (known === undefined) {
		throw new Refusal(`ping: ${address}: Name or service not known`, 2);
	}

	const isAnswered = address.includes(':') ? isLinkLocalReached(address, device, io) : answersFrom(io.world, io.machine, known, device !== undefined && isIpv4(device) ? undefined : device) !== undefined;
	await io.work(isAnswered ? 0.1 : Number(given.value('-W') ?? 10));
	const count = Number(given.value('-c') ?? 1);
	io.say(`PING ${target} 56 data bytes\n\n--- ${target} ping statistics ---\n${count} packets transmitted, ${isAnswered ? count : 0} received, ${isAnswered ? 0 : 100}% packet loss`);
	return isAnswered ? 0 : 1;
};
