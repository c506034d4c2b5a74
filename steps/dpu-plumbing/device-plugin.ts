import type {Lab} from '../../source/lab/lab.js';
import {type StepDefinition, step} from '../../source/plan/step.js';
import {destructive, sh} from '../../source/shell/command.js';
import {onNode} from '../../source/shell/place.js';
import {waitUntil} from '../../source/shell/wait.js';
import {devicePluginImage, pulledBy} from '../cni/images.js';
import {
	apply,
	askKubectl,
	gives,
	kubectl,
} from '../launch/kubectl.js';
import {variable} from '../launch/variable.js';

/**
The VFs that pods may have: all but the host's uplink and its management ports.
*/
const podVfs = (lab: Lab): number => lab.numVf - 1 - Number(variable(lab, 'MGMT_VFS'));

const manifest = (lab: Lab): string => `apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: dpu-sim-device-plugin
  namespace: kube-system
spec:
  selector:
    matchLabels: {app: dpu-sim-device-plugin}
  template:
    metadata:
      labels: {app: dpu-sim-device-plugin}
    spec:
      nodeSelector: {k8s.ovn.org/dpu-host: ""}
      hostNetwork: true
      priorityClassName: system-node-critical
      tolerations: [{operator: Exists}]
      containers:
        - name: device-plugin
          image: ${pulledBy(lab, lab.tenant, devicePluginImage(lab))}
          env: [{name: MGMT_PORT_VFS_COUNT, value: "${variable(lab, 'MGMT_VFS')}"}]
          securityContext: {privileged: true}
          volumeMounts:
            - {name: sockets, mountPath: /var/lib/kubelet/device-plugins}
            - {name: device-info, mountPath: /var/run/k8s.cni.cncf.io/devinfo/dp}
      volumes:
        - name: sockets
          hostPath: {path: /var/lib/kubelet/device-plugins}
        - name: device-info
          hostPath: {path: /var/run/k8s.cni.cncf.io/devinfo/dp, type: DirectoryOrCreate}
`;

export const devicePlugin: StepDefinition = step({
	id: 'dpu-plumbing.device-plugin',
	title: 'Offer the VFs of the DPU hosts to pods',
	why: 'Every pod of a DPU host needs a VF of its own. The SR-IOV plugin cannot be used: a virtio NIC has no VFs in sysfs.',
	when: lab => lab.profile === 'offload',
	needs: ['launch.label-dpu-hosts', 'cni.mirror-device-plugin', 'cni.build-device-plugin', 'cni-networking.vf-names'],
	at: ({lab}) => onNode(lab.tenant.controller.name),
	probe: ({lab}) => offersVfs(lab),
	commands: ({lab}) => [
		apply(manifest(lab)),
		waitUntil(offersVfs(lab), {
			seconds: 300, every: 5, message: `The DPU hosts do not offer ${podVfs(lab)} VFs each. See, on the controller: kubectl -n kube-system logs daemonset/dpu-sim-device-plugin`,
		}),
	],
	undo: () => [destructive(kubectl`-n kube-system delete daemonset dpu-sim-device-plugin --ignore-not-found`)],
});

const offersVfs = (lab: Lab) => gives(
	sh`${askKubectl`get nodes -l k8s.ovn.org/dpu-host -o ${String.raw`jsonpath={range .items[*]}{.status.allocatable.dpusim\.io/vf}{"\n"}{end}`}`}`,
	lab.dpuHosts.map(() => String(podVfs(lab))).join('\n'),
);
