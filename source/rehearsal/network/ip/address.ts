import {networkOf} from '../address.js';
import {Refusal} from '../../program.js';
import {type IpObject, linkNamed} from './object.js';

export const addressVerbs: IpObject = {
	show(words, io, {isJson, isBrief, isOneLine}) {
		const name = words[0] === 'dev' || words[0] === 'show' ? words[1] : words[0];
		const shown = name === undefined ? [...io.machine.network.links.values()] : [linkNamed(name, io)];
		if (isJson) {
			io.say(JSON.stringify(shown.map(link => ({
				ifname: link.name, operstate: link.isUp ? 'UP' : 'DOWN', address: link.mac, addr_info: link.addresses.map(each => ({family: 'inet', local: each.address, prefixlen: each.prefix, scope: 'global'})),
			}))));
			return 0;
		}

		for (const [index, link] of shown.entries()) {
			const addresses = link.addresses.map(each => `${each.address}/${each.prefix}`);
			if (isBrief) {
				io.say(`${link.name.padEnd(16)} ${link.isUp ? 'UP' : 'DOWN'}             ${addresses.join(' ')}`);
			} else if (isOneLine) {
				io.write(addresses.map(address => `${index + 1}: ${link.name}    inet ${address} scope global ${link.name}\\       valid_lft forever preferred_lft forever\n`).join(''));
			} else {
				io.say([`${index + 1}: ${link.name}: <${link.isUp ? 'UP' : ''}> mtu ${link.mtu}`, `    link/ether ${link.mac}`, ...addresses.map(address => `    inet ${address} scope global ${link.name}`)].join('\n'));
			}
		}

		return 0;
	},
	add([text = '', dev, name], io) {
		const link = linkNamed(dev === 'dev' ? name : undefined, io);
		const [address = '', prefix = '32'] = text.split('/');
		if (link.addresses.some(each => each.address === address)) {
			throw new Refusal('RTNETLINK answers: File exists', 2);
		}

		link.addresses.push({address, prefix: Number(prefix)});
		io.machine.network.routes.push({
			to: networkOf(address, Number(prefix)), link: link.name, metric: 0, protocol: 'kernel', source: address,
		});
		return 0;
	},
};
