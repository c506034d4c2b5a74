import type {IpObject} from './object.js';

export const routeVerbs: IpObject = {
	show(words, io, {isJson}) {
		const {routes} = io.machine.network;
		const shown = words[0] === 'default' ? routes.filter(({to}) => to === 'default') : routes;
		if (isJson) {
			io.say(JSON.stringify(shown.map(({to, via, link, metric, protocol, source}) => ({
				dst: to, ...(via !== undefined && {gateway: via}), dev: link, protocol, ...(source !== undefined && {prefsrc: source}), ...(metric > 0 && {metric}), flags: [],
			}))));
			return 0;
		}

		for (const {to, via, link, metric, protocol, source} of shown) {
			io.say(`${to}${via === undefined ? '' : ` via ${via}`} dev ${link} proto ${protocol}${source === undefined ? '' : ` scope link src ${source}`}${metric > 0 ? ` metric ${metric}` : ''} `);
		}

		return 0;
	},
};
