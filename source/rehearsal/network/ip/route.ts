import {isIpv4} from '../address.js';
import type {Route} from '../model.js';
import {routeTo} from '../reach.js';
import {type Io, Refusal} from '../../program.js';
import {garbage, type IpObject, linkNamed} from './object.js';

const lineOf = ({to, via, link, metric, protocol, source}: Route) => `${to}${via === undefined ? '' : ` via ${via}`} dev ${link} proto ${protocol}${source === undefined ? '' : `${via === undefined ? ' scope link' : ''} src ${source}`}${metric > 0 ? ` metric ${metric}` : ''} `;

/**
Words behind a route's destination: `via ADDRESS dev LINK metric N`.
*/
function readRoute(words: readonly string[], io: Io): Partial<Route> {
	const [first, ...rest] = words;
	if (first === undefined) {
		return {};
	}

	const [address = '', prefix] = first.split('/', 2);
	if (first !== 'default' && !(isIpv4(address) && (prefix === undefined || /^\d{1,2}$/v.test(prefix)))) {
		throw new Refusal(`Error: any valid prefix is expected rather than "${first}".`);
	}

	const route: Partial<Route> = {to: first};
	for (let at = 0; at < rest.length; at += 2) {
		const word = rest[at]!;
		const value = rest[at + 1];
		if (value === undefined) {
			throw new Refusal('Command line is not complete. Try option "help"', 255);
		}

		if (word === 'dev') {
			route.link = linkNamed(value, io).name;
		} else if (word === 'via' && isIpv4(value)) {
			route.via = value;
		} else if (word === 'src' && isIpv4(value)) {
			route.source = value;
		} else if (word === 'metric' && /^\d+$/v.test(value)) {
			route.metric = Number(value);
		} else if (word === 'proto' && ['static', 'boot', 'kernel', 'dhcp'].includes(value)) {
			route.protocol = value as Route['protocol'];
		} else if (!(word === 'scope' && ['link', 'global', 'host'].includes(value)) && !(word === 'table' && ['main', '254'].includes(value))) {
			throw ['via', 'src'].includes(word) ? new Refusal(`Error: any valid address is expected rather than "${value}".`) : garbage(word);
		}
	}

	return route;
}

function complete(route: Partial<Route>, io: Io): Route {
	const link = route.link ?? (route.via === undefined ? undefined : routeTo(io.machine, route.via)?.link);
	if (link === undefined || (route.via !== undefined && !io.machine.network.links.get(link)?.isUp)) {
		throw new Refusal(route.via === undefined ? 'RTNETLINK answers: No such device' : 'Error: Nexthop has invalid gateway.', 2);
	}

	return {
		to: route.to ?? 'default', link, metric: route.metric ?? 0, protocol: route.protocol ?? 'boot', ...(route.via !== undefined && {via: route.via}), ...(route.source !== undefined && {source: route.source}),
	};
}

const isMeant = (route: Route, wanted: Partial<Route>) => Object.entries(wanted).every(([key, value]) => route[key as keyof Route] === value);

export const routeVerbs: IpObject = {
	show(words, io, {isJson, family}) {
		const rest = words[0] === 'to' || words[0] === 'exact' ? words.slice(1) : words;
		const isSelector = ['dev', 'via', 'proto', 'src', 'metric', 'scope', 'table'].includes(rest[0] ?? '');
		const wanted = readRoute(isSelector ? ['default', ...rest] : rest, io);
		if (isSelector) {
			delete wanted.to;
		}

		const shown = family === 6 ? [] : io.machine.network.routes.filter(route => isMeant(route, wanted) && io.machine.network.links.get(route.link)?.isUp);
		if (isJson) {
			io.say(JSON.stringify(shown.map(({to, via, link, metric, protocol, source}) => ({
				dst: to, ...(via !== undefined && {gateway: via}), dev: link, protocol, ...(source !== undefined && {prefsrc: source}), ...(metric > 0 && {metric}), flags: [],
			}))));
			return 0;
		}

		for (const route of shown) {
			io.say(lineOf(route));
		}

		return 0;
	},
	get([address], io) {
		const route = isIpv4(address ?? '') ? routeTo(io.machine, address!) : undefined;
		if (!route) {
			throw new Refusal(isIpv4(address ?? '') ? 'RTNETLINK answers: Network is unreachable' : `Error: any valid address is expected rather than "${address ?? ''}".`, isIpv4(address ?? '') ? 2 : 1);
		}

		const source = route.source ?? io.machine.network.links.get(route.link)?.addresses[0]?.address;
		io.say(`${address!}${route.via === undefined ? '' : ` via ${route.via}`} dev ${route.link}${source === undefined ? '' : ` src ${source}`} uid ${io.user.uid} \n    cache `);
		return 0;
	},
	add(words, io) {
		const route = complete(readRoute(words, io), io);
		if (io.machine.network.routes.some(each => each.to === route.to && each.metric === route.metric)) {
			throw new Refusal('RTNETLINK answers: File exists', 2);
		}

		io.machine.network.routes.push(route);
		return 0;
	},
	replace(words, io) {
		const route = complete(readRoute(words, io), io);
		io.machine.network.routes = [...io.machine.network.routes.filter(each => each.to !== route.to || each.metric !== route.metric), route];
		return 0;
	},
	delete(words, io) {
		const wanted = readRoute(words, io);
		const found = io.machine.network.routes.find(route => isMeant(route, wanted));
		if (!found) {
			throw new Refusal('RTNETLINK answers: No such process', 2);
		}

		io.machine.network.routes = io.machine.network.routes.filter(route => route !== found);
		return 0;
	},
};
