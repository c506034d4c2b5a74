import type {StageDefinition} from './step.js';

/**
The catalogue: the documents' stages in their order.
*/
export const stages: readonly StageDefinition[] = [];
