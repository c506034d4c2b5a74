import type {NodeStepContext} from '../../source/plan/step.js';

/**
Needs of the same node's steps. Without the node, a step that this node does not have would mean all nodes that do, and nodes would wait for strangers.
*/
export const onSameNode = (...ids: readonly string[]) => ({node}: NodeStepContext): readonly string[] => ids.map(id => `${id}@${node.name}`);
