/**
Labels and annotations that somebody reads. Under any other name they are taken without a word, and nothing comes of them.

k8s.ovn.org: what go-controller and the charts of ovn-kubernetes/ovn-kubernetes at 8871cd9 name.
*/
export const labelsAndAnnotations: ReadonlySet<string> = new Set([
	'k8s.ovn.org/dpu',
	'k8s.ovn.org/dpu-host',
	'k8s.ovn.org/dpu.connection-details',
	'k8s.ovn.org/dpu.connection-status',
	'k8s.ovn.org/egress-assignable',
	'k8s.ovn.org/gateway-mtu-support',
	'k8s.ovn.org/host-cidrs',
	'k8s.ovn.org/l3-gateway-config',
	'k8s.ovn.org/network-ids',
	'k8s.ovn.org/node-chassis-id',
	'k8s.ovn.org/node-encap-ips',
	'k8s.ovn.org/node-gateway-router-lrp-ifaddrs',
	'k8s.ovn.org/node-id',
	'k8s.ovn.org/node-masquerade-subnet',
	'k8s.ovn.org/node-mgmt-port',
	'k8s.ovn.org/node-mgmt-port-mac-addresses',
	'k8s.ovn.org/node-primary-ifaddr',
	'k8s.ovn.org/node-subnets',
	'k8s.ovn.org/node-transit-switch-port-ifaddr',
	'k8s.ovn.org/pod-networks',
	'k8s.ovn.org/primary-dpu-host-addr',
	'k8s.ovn.org/primary-user-defined-network',
	'k8s.ovn.org/zone-name',
	// The Network Plumbing Working Group's, which Multus reads.
	'k8s.v1.cni.cncf.io/networks',
	'k8s.v1.cni.cncf.io/network-status',
	'k8s.v1.cni.cncf.io/resourceName',
	'v1.multus-cni.io/default-network',
	// Kubernetes's own.
	'kubernetes.io/hostname',
	'kubernetes.io/os',
	'kubernetes.io/service-account.name',
	'node-role.kubernetes.io/control-plane',
]);

/**
What has the look of a label and is none: API groups with their versions, kinds of secrets, and the resources of the device plugin, which have the names that its configuration gives them.
*/
export const otherNames: ReadonlySet<string> = new Set([
	'apiextensions.k8s.io/v1',
	'k8s.cni.cncf.io/v1',
	'kubeadm.k8s.io/v1beta4',
	'kubernetes.io/service-account-token',
	'dpusim.io/mgmtvf',
	'dpusim.io/vf',
]);

/**
Keys of `external_ids` that somebody reads, of Open_vSwitch or of an interface: go-controller and dist/images/ovnkube.sh at 8871cd9, and ovn-controller(8).
*/
export const externalIds: ReadonlySet<string> = new Set([
	'host-k8s-nodename',
	'hostname',
	'iface-id',
	'iface-id-ver',
	'ovn-bridge-mappings',
	'ovn-bridge-remote-probe-interval',
	'ovn-enable-lflow-cache',
	'ovn-encap-ip',
	'ovn-encap-type',
	'ovn-gw-interface',
	'ovn-gw-nexthop',
	'ovn-gw-router-subnet',
	'ovn-gw-vlanid',
	'ovn-is-interconn',
	'ovn-limit-lflow-cache',
	'ovn-memlimit-lflow-cache-kb',
	'ovn-monitor-all',
	'ovn-ofctrl-wait-before-clear',
	'ovn-pf-encap-ip-mapping',
	'ovn-remote',
	'ovn-remote-probe-interval',
	'ovn-set-local-ip',
	'pod-if-name',
	'system-id',
	'vf-netdev-name',
]);
