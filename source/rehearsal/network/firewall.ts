import type {Machine} from '../machine.js';
import {rootFiles, stateOf} from '../systemd/units.js';

/**
Where firewalld keeps what counts now, and what counts after its next start.
*/
export const portsFile = (zone: string, isPermanent: boolean): string => `${isPermanent ? '/etc/firewalld/zones' : '/run/firewalld/zones'}/${zone}.ports`;

export const openPorts = (machine: Machine, zone: string, isPermanent: boolean): readonly string[] => (rootFiles(machine).textIfThere(portsFile(zone, isPermanent)) ?? '').split('\n').filter(line => line !== '');

export const isFirewalled = (machine: Machine): boolean => machine.packages.has('firewalld') && stateOf(machine, 'firewalld.service').state === 'active';

// Of libvirt's zone: ssh, names and addresses.
const usual = new Set([22, 53, 67]);

/**
Whether firewalld of the server lets a VM at one of its ports: the bridges of libvirt's networks are in libvirt's zone, which refuses what it does not name.
*/
export const letsIn = (machine: Machine, port: number): boolean => !isFirewalled(machine) || usual.has(port) || openPorts(machine, 'libvirt', false).includes(`${port}/tcp`);
