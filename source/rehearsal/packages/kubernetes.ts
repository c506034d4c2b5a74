import type {PackageLists} from '../packages.js';

/**
Container runtimes, kubelet and its tools, and what their preflight wants; of the distribution and of the vendors' repositories.
*/
export const kubernetesPackages: PackageLists = {fedora: {}, debian: {}};
