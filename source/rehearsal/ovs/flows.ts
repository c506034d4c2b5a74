import {Refusal} from '../program.js';
import type {Flow} from '../network/model.js';

const fields = new Set(['in_port', 'dl_src', 'dl_dst', 'dl_type', 'dl_vlan', 'nw_src', 'nw_dst', 'nw_proto', 'tp_src', 'tp_dst', 'eth_src', 'eth_dst', 'eth_type', 'ip_src', 'ip_dst', 'tun_id', 'reg0', 'metadata', 'ct_state', 'ct_zone', 'arp_op', 'arp_spa', 'arp_tpa', 'ipv6_src', 'ipv6_dst', 'pkt_mark', 'vlan_tci', 'tcp_dst', 'udp_dst', 'tcp_src', 'udp_src']);
const protocols = new Set(['ip', 'arp', 'icmp', 'tcp', 'udp', 'ipv6', 'icmp6', 'tcp6', 'udp6', 'rarp', 'sctp']);
const settings = new Set(['priority', 'table', 'cookie', 'idle_timeout', 'hard_timeout', 'importance']);
const actionNames = new Set(['normal', 'flood', 'all', 'drop', 'local', 'in_port', 'controller', 'output', 'resubmit', 'ct', 'ct_clear', 'mod_dl_src', 'mod_dl_dst', 'mod_vlan_vid', 'strip_vlan', 'push_vlan', 'pop_vlan', 'set_field', 'load', 'move', 'goto_table', 'group', 'dec_ttl', 'learn', 'note', 'nat']);

/**
Reads a flow as `ovs-ofctl add-flow` takes it; without `actions` where only a match is wanted.
*/
export function readFlow(text: string, wantsActions: boolean): Flow {
	const at = text.search(/\bactions?=/v);
	if (wantsActions && at === -1) {
		throw new Refusal('ovs-ofctl: must specify an action');
	}

	const actions = at === -1 ? '' : text.slice(text.indexOf('=', at) + 1).trim();
	let priority = 32_768;
	const match: string[] = [];
	const parts = (at === -1 ? text : text.slice(0, at)).split(/[\s,]+/v).filter(each => each !== '');
	for (const part of parts) {
		const [name = '', value] = part.split('=', 2);
		if (value === undefined && protocols.has(name)) {
			match.push(part);
		} else if (name === 'priority' && /^\d{1,5}$/v.test(value ?? '')) {
			priority = Number(value);
		} else if (value === undefined || value === '') {
			throw new Refusal(fields.has(name) || settings.has(name) ? `ovs-ofctl: field ${name} missing value` : `ovs-ofctl: unknown keyword ${name}`);
		} else if (fields.has(name)) {
			match.push(part);
		} else if (!settings.has(name)) {
			throw new Refusal(`ovs-ofctl: unknown keyword ${name}`);
		}
	}

	// A number alone is a port to send to; commas in brackets are the action's own.
	const told = actions.split(/,(?![^\(]*\))/v).map(each => each.trim()).filter(each => each !== '');
	for (const action of told) {
		const name = action.split(/[\(:=]/v, 1)[0]!.toLowerCase();
		if (!actionNames.has(name) && !/^\d+$/v.test(name)) {
			throw new Refusal(`ovs-ofctl: unknown action ${action}`);
		}
	}

	if (wantsActions && actions === '') {
		throw new Refusal('ovs-ofctl: must specify an action');
	}

	return {priority, match: match.join(','), actions: actions.replaceAll(/(?<=^|,)(?=\d+(?:,|$))/gv, 'output:')};
}

export const flowText = ({priority, match, actions, packets = 0}: Flow): string => ` cookie=0x0, duration=60.0s, table=0, n_packets=${packets}, n_bytes=${packets * 98}, priority=${priority}${match === '' ? '' : `,${match}`} actions=${actions}`;
