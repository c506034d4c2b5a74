import {isIpv4, networkOf} from '../address.js';
import {linkLocalOf} from '../link-local.js';
import type {Link} from '../model.js';
import {type Io, Refusal} from '../../program.js';
import {
	garbage,
	type IpObject,
	type IpOptions,
	linkNamed,
} from './object.js';

type Shown = {readonly family: 'inet' | 'inet6'; readonly address: string; readonly prefix: number; readonly scope: 'global' | 'host' | 'link'; readonly isDynamic: boolean};

function addressesOf(link: Link, family: IpOptions['family']): readonly Shown[] {
	const scope = link.kind === 'loopback' ? 'host' as const : 'global' as const;
	const hasLinkLocal = link.isUp && link.kind !== 'loopback' && link.master === undefined && !link.hasNoLinkLocal;
	return [
		...link.addresses.map(({address, prefix, isDynamic = false}) => ({
			family: 'inet' as const, address, prefix, scope, isDynamic,
		})),
		...(hasLinkLocal
			? [{
				family: 'inet6' as const, address: linkLocalOf(link.mac), prefix: 64, scope: 'link' as const, isDynamic: false,
			}]
			: []),
	].filter(each => family === undefined || each.family === (family === 4 ? 'inet' : 'inet6'));
}

function selected(words: readonly string[], io: Io): {readonly links: readonly Link[]; readonly scope: string | undefined} {
	const rest = [...words];
	let links: readonly Link[] = io.machine.network.links.values().toArray();
	let scope: string | undefined;
	while (rest.length > 0) {
		const word = rest.shift()!;
		if (word === 'up') {
			links = links.filter(({isUp}) => isUp);
		} else if (word === 'scope') {
			scope = rest.shift();
			if (!['global', 'host', 'link'].includes(scope ?? '')) {
				throw new Refusal(`Error: argument "${scope ?? ''}" is wrong: invalid "scope"`, 255);
			}
		} else {
			const name = word === 'dev' ? rest.shift() : word;
			const link = io.machine.network.links.get(name ?? '');
			if (!link) {
				throw new Refusal(`Device "${name ?? ''}" does not exist.`);
			}

			links = links.filter(each => each === link);
		}
	}

	return {links, scope};
}

function readPrefix(text: string | undefined): {readonly address: string; readonly prefix: number} {
	const [address = '', prefix = '32'] = (text ?? '').split('/', 2);
	if (Number(prefix) > 32 || !isIpv4(address) || !/^\d{1,2}$/v.test(prefix)) {
		throw new Refusal(`Error: any valid prefix is expected rather than "${text ?? ''}".`);
	}

	return {address, prefix: Number(prefix)};
}

function target([dev, name, ...rest]: readonly string[], io: Io): Link {
	if (dev !== 'dev' || name === undefined) {
		throw dev === undefined || dev === 'dev' ? new Refusal('Not enough information: "dev" argument is required.') : garbage(dev);
	}

	if (rest.length > 0 && !['scope', 'brd', 'broadcast', 'label', 'metric'].includes(rest[0]!)) {
		throw garbage(rest[0]);
	}

	return linkNamed(name, io);
}

function dropRoutes(link: Link, io: Io, isGone: (source: string) => boolean): void {
	const {network} = io.machine;
	network.routes = network.routes.filter(route => route.link !== link.name || route.source === undefined || !isGone(route.source));
}

export const addressVerbs: IpObject = {
	show(words, io, {isJson, isBrief, isOneLine, family}) {
		const {links, scope} = selected(words, io);
		const all = io.machine.network.links.keys().toArray();
		const shown = links.map(link => ({link, addresses: addressesOf(link, family).filter(each => scope === undefined || each.scope === scope)}));
		if (isJson) {
			io.say(JSON.stringify(shown.map(({link, addresses}) => ({
				ifname: link.name, operstate: link.isUp ? 'UP' : 'DOWN', address: link.mac, addr_info: addresses.map(each => ({
					family: each.family, local: each.address, prefixlen: each.prefix, scope: each.scope, ...(each.isDynamic && {dynamic: true}),
				})),
			}))));
			return 0;
		}

		for (const {link, addresses} of shown) {
			const index = all.indexOf(link.name) + 1;
			if (isBrief) {
				io.say(`${link.name.padEnd(16)} ${link.isUp ? 'UP' : 'DOWN'}             ${addresses.map(each => `${each.address}/${each.prefix}`).join(' ')}`);
				continue;
			}

			const lines = addresses.map(each => `    ${each.family} ${each.address}/${each.prefix} scope ${each.scope} ${each.isDynamic ? 'dynamic ' : ''}${link.name}`);
			if (isOneLine) {
				io.write(lines.map(line => `${index}: ${link.name}${line}\\       valid_lft forever preferred_lft forever\n`).join(''));
			} else if (addresses.length > 0 || family === undefined) {
				io.say([`${index}: ${link.name}: <${link.isUp ? 'UP' : ''}> mtu ${link.mtu}`, ...(family === undefined ? [`    link/ether ${link.mac}`] : []), ...lines].join('\n'));
			}
		}

		return 0;
	},
	add([text, ...words], io) {
		const {address, prefix} = readPrefix(text);
		const link = target(words, io);
		if (link.addresses.some(each => each.address === address)) {
			throw new Refusal('RTNETLINK answers: File exists', 2);
		}

		link.addresses.push({address, prefix});
		io.machine.network.routes.push({
			to: networkOf(address, prefix), link: link.name, metric: 0, protocol: 'kernel', source: address,
		});
		return 0;
	},
	delete([text, ...words], io) {
		const {address} = readPrefix(text);
		const link = target(words, io);
		if (link.addresses.every(each => each.address !== address)) {
			throw new Refusal('RTNETLINK answers: Cannot assign requested address', 2);
		}

		link.addresses = link.addresses.filter(each => each.address !== address);
		dropRoutes(link, io, source => source === address);
		return 0;
	},
	flush(words, io) {
		if (words.length === 0) {
			throw new Refusal('Flush requires arguments.', 255);
		}

		for (const link of selected(words, io).links) {
			link.addresses = [];
			dropRoutes(link, io, () => true);
			io.machine.network.routes = io.machine.network.routes.filter(route => route.link !== link.name);
		}

		return 0;
	},
};
