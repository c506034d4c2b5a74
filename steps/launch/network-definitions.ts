import {type StepDefinition, step} from '../../source/plan/step.js';
import {destructive, sh} from '../../source/shell/command.js';
import {onNode} from '../../source/shell/place.js';
import {ovnClusters} from './clusters.js';
import {apply, askKubectl, kubectl} from './kubectl.js';
import {isSegmented} from './values.js';

const name = 'network-attachment-definitions.k8s.cni.cncf.io';

// As the network plumbing group specifies it; Multus, where it comes, brings the same.
const definition = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: ${name}
spec:
  group: k8s.cni.cncf.io
  scope: Namespaced
  names:
    plural: network-attachment-definitions
    singular: network-attachment-definition
    kind: NetworkAttachmentDefinition
    shortNames: [net-attach-def]
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            apiVersion: {type: string}
            kind: {type: string}
            metadata: {type: object}
            spec:
              type: object
              properties:
                config: {type: string}
`;

export const networkDefinitions: StepDefinition = step({
	id: 'launch.network-definitions',
	title: ({node}) => `Let the ${node.cluster ?? ''} cluster describe networks`,
	why: 'Your choice SEGMENTATION: a user-defined network is a NetworkAttachmentDefinition to OVN-Kubernetes, which waits for that kind when it starts.',
	for: lab => ovnClusters(lab).map(({controller}) => controller),
	when: isSegmented,
	needs: ['launch.init'],
	at: ({node}) => onNode(node.name),
	probe: () => sh`${askKubectl`get crd ${name}`} >/dev/null 2>&1`,
	commands: () => [apply(definition), kubectl`wait --for=condition=Established ${`crd/${name}`} --timeout=60s`],
	undo: () => [destructive(kubectl`delete crd ${name} --ignore-not-found`)],
});
