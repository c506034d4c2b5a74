/**
Files of OVN-Kubernetes' Helm chart at commit 8871cd9cec9c45d6da1baf9e3b06eb575f49039c, without their comments. What its templates make of the values is in `kubernetes/ovn/chart.ts`.
*/
export const chartFiles: Readonly<Record<string, string>> = {
	'Chart.yaml': `apiVersion: v2
name: ovn-kubernetes
description: Helm chart to deploy ovn-kubernetes cni
type: application
version: 1.3.0
appVersion: "1.3.0"
home: https://ovn-kubernetes.io/
icon: https://www.ovn.org/images/ovn-logo.png
annotations:
  default-values: "values-single-node-zone.yaml"
sources:
  - https://github.com/ovn-kubernetes/ovn-kubernetes
  - https://github.com/ovn-org/ovn
dependencies:
  - name: ovn-ipsec
    version: 1.3.0
    tags:
      - ovn-ipsec
  - name: ovnkube-control-plane
    version: 1.3.0
    tags:
      - ovnkube-control-plane
  - name: ovnkube-identity
    version: 1.3.0
    tags:
      - ovnkube-identity
  - name: ovnkube-node-dpu-host
    version: 1.3.0
    tags:
      - ovnkube-node-dpu-host
  - name: ovnkube-single-node-zone
    version: 1.3.0
    tags:
      - ovnkube-single-node-zone
  - name: ovs-node
    version: 1.3.0
    tags:
      - ovs-node
  - name: ovnkube-single-node-zone-dpu
    version: 1.3.0
    tags:
      - ovnkube-single-node-zone-dpu
`,
	'values-single-node-zone.yaml': `tags:
  ovn-ipsec: false
  ovnkube-single-node-zone-dpu: false
  ovnkube-node-dpu-host: false
k8sAPIServer: https://172.25.0.2:6443
podNetwork: 10.244.0.0/16/24
serviceNetwork: 10.96.0.0/16
mtu: 1400
skipCallToK8s: false
global:
  extGatewayNetworkInterface: ""
  encapPort: 6081
  gatewayMode: shared
  gatewayOpts: ""
  dummyGatewayBridge: false
  simulateDpu: false
  dpuHostGatewayRepresentorInterface: ""
  unprivilegedMode: false
  v4JoinSubnet: "100.64.0.0/16"
  v4MasqueradeSubnet: "169.254.0.0/17"
  v4TransitSubnet: "100.88.0.0/16"
  v6JoinSubnet: "fd98::/64"
  v6MasqueradeSubnet: "fd69::/112"
  v6TransitSubnet: "fd97::/64"
  enableOvnKubeIdentity: true
  enableHybridOverlay: ""
  hybridOverlayNetCidr: ""
  enableAdminNetworkPolicy: false
  enableEgressIp: true
  egressIpHealthCheckPort: 9107
  enableEgressService: true
  enableEgressFirewall: true
  enableEgressQos: true
  enableNetworkQos: false
  enableMulticast: ""
  enableMultiNetwork: false
  enableNetworkSegmentation: false
  enableNetworkConnect: false
  enableUplink: false
  enableRouteAdvertisements: false
  enableEVPN: false
  advertiseDefaultNetwork: false
  advertisedUDNIsolationMode: "strict"
  enableNoOverlay: false
  enableNoOverlaySnat: false
  enableNoOverlayManagedRouting: false
  managedBGPASNumber: 64512
  managedBGPTopology: "full-mesh"
  managedBGPFRRNamespace: "frr-k8s-system"
  enablePreconfiguredUDNAddresses: false
  enableIpsec: false
  enableSsl: false
  enableMultiExternalGateway: true
  enableStatelessNetworkPolicy: false
  enableSvcTemplate: true
  enableMetricsScale: ""
  enableConfigDuration: ""
  enableLFlowCache: true
  lFlowCacheLimit: ""
  lFlowCacheLimitKb: ""
  enablePersistentIPs: true
  enableDNSNameResolver: false
  allowICMPNetworkPolicy: false
  disableSnatMultipleGws: ""
  disableForwarding: ""
  disablePacketMtuCheck: ""
  aclLoggingRateLimit: 20
  emptyLbEvents: ""
  netFlowTargets: ""
  sflowTargets: ""
  ipfixTargets: ""
  ipfixSampling: ""
  ipfixCacheMaxFlows: ""
  ipfixCacheActiveTimeout: ""
  remoteProbeInterval: 100000
  monitorAll: ""
  ofctrlWaitBeforeClear: ""
  libovsdbClientLogFile: ""
  image:
    repository: ghcr.io/ovn-kubernetes/ovn-kubernetes/ovn-kube-ubuntu
    tag: master
    pullPolicy: IfNotPresent
monitoring:
  commonServiceMonitorSelectorLabels:
    release: kube-prometheus-stack
  enableServiceMonitor: false
  enablePrometheusRule: false
`,
	'values-single-node-zone-dpu.yaml': `tags:
  ovs-node: false
  ovn-ipsec: false
  ovnkube-control-plane: false
  ovnkube-node-dpu-host: false
  ovnkube-single-node-zone: false
skipCallToK8s: false
global:
  extGatewayNetworkInterface: ""
  encapPort: 6081
  gatewayMode: shared
  gatewayOpts: ""
  simulateDpu: false
  dpuHostGatewayRepresentorInterface: ""
  unprivilegedMode: false
  v4JoinSubnet: "100.64.0.0/16"
  v4MasqueradeSubnet: "169.254.0.0/17"
  v4TransitSubnet: "100.88.0.0/16"
  v6JoinSubnet: "fd98::/64"
  v6MasqueradeSubnet: "fd69::/112"
  v6TransitSubnet: "fd97::/64"
  enableOvnKubeIdentity: false
  enableHybridOverlay: ""
  hybridOverlayNetCidr: ""
  enableAdminNetworkPolicy: false
  enableEgressIp: false
  egressIpHealthCheckPort: 9107
  enableEgressService: false
  enableEgressFirewall: false
  enableEgressQos: false
  enableNetworkQos: false
  enableMulticast: ""
  enableMultiNetwork: false
  enableNetworkSegmentation: false
  enableRouteAdvertisements: false
  enableUplink: false
  enableNoOverlay: false
  enableNoOverlaySnat: false
  enableNoOverlayManagedRouting: false
  managedBGPASNumber: 64512
  managedBGPTopology: "full-mesh"
  managedBGPFRRNamespace: "frr-k8s-system"
  enablePreconfiguredUDNAddresses: false
  enableIpsec: false
  enableSsl: false
  enableMultiExternalGateway: false
  enableStatelessNetworkPolicy: false
  enableSvcTemplate: false
  enableMetricsScale: ""
  enableConfigDuration: ""
  enableLFlowCache: true
  lFlowCacheLimit: ""
  lFlowCacheLimitKb: ""
  enablePersistentIPs: false
  enableDNSNameResolver: false
  disableSnatMultipleGws: ""
  disableForwarding: ""
  disablePacketMtuCheck: ""
  aclLoggingRateLimit: 20
  emptyLbEvents: ""
  netFlowTargets: ""
  sflowTargets: ""
  ipfixTargets: ""
  ipfixSampling: ""
  ipfixCacheMaxFlows: ""
  ipfixCacheActiveTimeout: ""
  remoteProbeInterval: 100000
  monitorAll: true
  ofctrlWaitBeforeClear: "0"
  dpuImage:
    repository: ghcr.io/ovn-kubernetes/ovn-kubernetes/ovn-kube-ubuntu
    tag: master
    pullPolicy: IfNotPresent
  imagePullSecretName: ""
  dpuHostClusterK8sAPIServer: https://172.25.0.2:6443
  dpuHostClusterK8sToken: ""
  dpuHostClusterK8sCACertData: ""
  dpuHostClusterK8sTokenFile: ""
  dpuHostClusterK8sCACert: ""
  dpuHostClusterNetworkCIDR: 10.244.0.0/16/24
  dpuHostClusterServiceCIDR: 10.96.0.0/16
  mtu: 1400
monitoring:
  commonServiceMonitorSelectorLabels:
    release: kube-prometheus-stack
`,
	'charts/ovnkube-control-plane/Chart.yaml': `apiVersion: v2
name: ovnkube-control-plane
description: Helm chart to deploy ovnkube-cluster-manager
type: application
version: 1.3.0
appVersion: "1.3.0"
`,
	'charts/ovnkube-control-plane/values.yaml': `replicas: 1
logLevel: 4
logFileMaxSize: 100
logFileMaxBackups: 5
logFileMaxAge: 5
affinity:
  nodeAffinity:
    requiredDuringSchedulingIgnoredDuringExecution:
      nodeSelectorTerms:
        - matchExpressions:
            - key: node-role.kubernetes.io/control-plane
              operator: Exists
            - key: kubernetes.io/os
              operator: In
              values:
                - "linux"
  podAntiAffinity:
    requiredDuringSchedulingIgnoredDuringExecution:
    - labelSelector:
        matchExpressions:
        - key: name
          operator: In
          values:
          - ovnkube-control-plane
      topologyKey: kubernetes.io/hostname
`,
	'charts/ovnkube-identity/Chart.yaml': `apiVersion: v2
name: ovnkube-identity
description: Helm chart to deploy ovnkube identity
type: application
version: 1.3.0
appVersion: "1.3.0"
`,
	'charts/ovnkube-identity/values.yaml': `logLevel: 4
logFileMaxSize: 100
logFileMaxBackups: 5
logFileMaxAge: 5
`,
	'charts/ovnkube-node-dpu-host/Chart.yaml': `apiVersion: v2
name: ovnkube-node-dpu-host
description: Helm chart to deploy ovnkube-node-dpu-host
type: application
version: 1.3.0
appVersion: "1.3.0"
`,
	'charts/ovnkube-node-dpu-host/values.yaml': `logLevel: 4
logFileMaxSize: 100
logFileMaxBackups: 5
logFileMaxAge: 5
ovnControllerLogLevel: 4
gatewayOpts: ""
nodeMgmtPortNetdev: ""
mgmtPortVFResourceName: ""
mgmtPortVFsCount: 1
`,
	'charts/ovnkube-single-node-zone/Chart.yaml': `apiVersion: v2
name: ovnkube-single-node-zone
description: Helm chart to deploy single node zone stack
type: application
version: 1.3.0
appVersion: "1.3.0"
`,
	'charts/ovnkube-single-node-zone/values.yaml': `nbLogLevel: "-vconsole:info -vfile:info"
sbLogLevel: "-vconsole:info -vfile:info"
northdLogLevel: "-vconsole:info -vfile:info"
ovnkubeNodeLogLevel: 4
ovnControllerLogLevel: "-vconsole:info"
logFileMaxSize: 100
logFileMaxBackups: 5
logFileMaxAge: 5
libovsdbClientLogFile: ""
nodeMgmtPortNetdev: ""
mgmtPortVFResourceName: ""
mgmtPortVFsCount: 1
`,
	'charts/ovnkube-single-node-zone-dpu/Chart.yaml': `apiVersion: v2
name: ovnkube-single-node-zone-dpu
description: Helm chart to deploy single node zone stack on DPUs
type: application
version: 1.3.0
appVersion: "1.3.0"
`,
	'charts/ovnkube-single-node-zone-dpu/values.yaml': `nbLogLevel: "-vconsole:info -vfile:info"
sbLogLevel: "-vconsole:info -vfile:info"
northdLogLevel: "-vconsole:info -vfile:info"
northdBackoffInterval: "0"
ovnkubeNodeLogLevel: 4
ovnControllerLogLevel: "-vconsole:info"
logFileMaxSize: 100
logFileMaxBackups: 5
logFileMaxAge: 5
libovsdbClientLogFile: ""
metricsPort: 9476
`,
	'charts/ovs-node/Chart.yaml': `apiVersion: v2
name: ovs-node
description: Helm chart to deploy ovs
type: application
version: 1.3.0
appVersion: "1.3.0"
`,
	'charts/ovs-node/values.yaml': `updateStrategy: RollingUpdate
`,
};
