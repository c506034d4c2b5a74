import type {PackageLists} from '../packages.js';

/**
Open vSwitch and what belongs to it.
*/
export const networkingPackages: PackageLists = {fedora: {}, debian: {}};
