import {containerd, crio} from '../daemons/runtimes.js';
import {dockerRegistry} from '../daemons/docker-registry.js';
import {kubelet} from '../daemons/kubelet.js';
import {podmanRun} from '../daemons/podman-run.js';
import {python3} from '../daemons/python3.js';
import {sshd} from '../daemons/sshd.js';
import {networkManager} from '../network/manager/daemon.js';
import {systemdNetworkd} from '../network/networkd/daemon.js';
import {systemdResolved} from '../network/resolver.js';
import {ovsCtl} from '../ovs/ovs-ctl.js';
import type {Machine} from '../machine.js';
import type {Rehearsal} from '../rehearsal.js';
import type {Unit} from './units.js';

export type DaemonContext = {readonly rehearsal: Rehearsal; readonly machine: Machine; readonly unit: Unit};

/**
A program that stays when systemd starts it. `start` throws a `Refusal` for what keeps the real one from running: its configuration, above all.
*/
export type Daemon = {
	readonly start: (argv: readonly string[], context: DaemonContext) => void | Promise<void>;
	/**
	What it does when it is told to read its configuration again.
	*/
	readonly reload?: (context: DaemonContext) => void | Promise<void>;
	readonly stop?: (context: DaemonContext) => void | Promise<void>;
};

/**
By the program's name. One that is not here runs, and does nothing.
*/
export const daemons: ReadonlyMap<string, Daemon> = new Map([
	['NetworkManager', networkManager],
	['containerd', containerd],
	['crio', crio],
	['docker-registry', dockerRegistry],
	['kubelet', kubelet],
	['ovs-ctl', ovsCtl],
	['podman', podmanRun],
	['python3', python3],
	['registry', dockerRegistry],
	['sshd', sshd],
	['systemd-networkd', systemdNetworkd],
	['systemd-resolved', systemdResolved],
]);
