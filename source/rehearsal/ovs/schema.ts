/**
What a column holds: a value, a set of values, or a map of strings.
*/
export type ColumnType = 'string' | 'integer' | 'boolean' | 'set' | 'map' | {readonly oneOf: readonly string[]};

export type Table = {
	/**
	The column by which a record may be named instead of by its UUID.
	*/
	readonly key: string | undefined;
	readonly columns: Readonly<Record<string, ColumnType>>;
};

const ids = {external_ids: 'map', other_config: 'map'} as const;

/**
The tables and columns of Open vSwitch's database (vswitchd/vswitch.ovsschema, 3.x), as far as a lab could want them.
*/
export const schema = {
	Open_vSwitch: {
		key: undefined,
		columns: {
			...ids, bridges: 'set', manager_options: 'set', ssl: 'set', statistics: 'map', datapath_types: 'set', iface_types: 'set', next_cfg: 'integer', cur_cfg: 'integer', db_version: 'string', ovs_version: 'string', system_type: 'string', system_version: 'string', dpdk_initialized: 'boolean', dpdk_version: 'string',
		},
	},
	Bridge: {
		key: 'name',
		columns: {
			...ids, name: 'string', ports: 'set', controller: 'set', fail_mode: {oneOf: ['secure', 'standalone']}, datapath_id: 'string', datapath_type: 'string', datapath_version: 'string', protocols: 'set', stp_enable: 'boolean', rstp_enable: 'boolean', mcast_snooping_enable: 'boolean', flood_vlans: 'set', mirrors: 'set', netflow: 'set', sflow: 'set', ipfix: 'set', status: 'map', rstp_status: 'map', flow_tables: 'map', auto_attach: 'set',
		},
	},
	Port: {
		key: 'name',
		columns: {
			...ids, name: 'string', interfaces: 'set', tag: 'integer', trunks: 'set', cvlans: 'set', vlan_mode: {oneOf: ['access', 'dot1q-tunnel', 'native-tagged', 'native-untagged', 'trunk']}, bond_mode: {oneOf: ['active-backup', 'balance-slb', 'balance-tcp']}, bond_updelay: 'integer', bond_downdelay: 'integer', bond_active_slave: 'string', bond_fake_iface: 'boolean', lacp: {oneOf: ['active', 'off', 'passive']}, mac: 'string', qos: 'set', fake_bridge: 'boolean', protected: 'boolean', statistics: 'map', status: 'map', rstp_statistics: 'map', rstp_status: 'map',
		},
	},
	Interface: {
		key: 'name',
		columns: {
			...ids, name: 'string', type: 'string', options: 'map', mac: 'string', mac_in_use: 'string', mtu: 'integer', mtu_request: 'integer', ofport: 'integer', ofport_request: 'integer', admin_state: {oneOf: ['down', 'up']}, link_state: {oneOf: ['down', 'up']}, link_speed: 'integer', link_resets: 'integer', duplex: 'string', ifindex: 'integer', error: 'string', statistics: 'map', status: 'map', ingress_policing_rate: 'integer', ingress_policing_burst: 'integer', lacp_current: 'boolean', lldp: 'map', bfd: 'map', bfd_status: 'map', cfm_mpid: 'integer', cfm_fault: 'boolean',
		},
	},
	Controller: {
		key: 'target', columns: {
			...ids, target: 'string', is_connected: 'boolean', connection_mode: 'string', max_backoff: 'integer', inactivity_probe: 'integer', role: 'string', status: 'map',
		},
	},
} as const satisfies Record<string, Table>;

export type TableName = keyof typeof schema;

const plain = (name: string) => name.toLowerCase().replaceAll('-', '_');

/**
The one name that a word means: itself, or what alone begins with it; `-` is as good as `_`.
*/
export function meant<Name extends string>(word: string, names: readonly Name[]): Name | undefined {
	const exact = names.find(name => plain(name) === plain(word));
	const beginning = names.filter(name => plain(name).startsWith(plain(word)));
	return exact ?? (beginning.length === 1 ? beginning[0] : undefined);
}

export const columnsOf = (table: TableName): Readonly<Record<string, ColumnType>> => schema[table].columns;
