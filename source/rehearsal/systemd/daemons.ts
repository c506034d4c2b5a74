import {dockerRegistry} from '../daemons/docker-registry.js';
import {podmanRun} from '../daemons/podman-run.js';
import {sshd} from '../daemons/sshd.js';
import type {Machine} from '../machine.js';
import type {Rehearsal} from '../rehearsal.js';
import type {Unit} from './units.js';

export type DaemonContext = {readonly rehearsal: Rehearsal; readonly machine: Machine; readonly unit: Unit};

/**
A program that stays when systemd starts it. `start` throws a `Refusal` for what keeps the real one from running: its configuration, above all.
*/
export type Daemon = {
	readonly start: (argv: readonly string[], context: DaemonContext) => void | Promise<void>;
	readonly stop?: (context: DaemonContext) => void | Promise<void>;
};

/**
By the program's name. One that is not here runs, and does nothing.
*/
export const daemons: ReadonlyMap<string, Daemon> = new Map([
	['docker-registry', dockerRegistry],
	['podman', podmanRun],
	['sshd', sshd],
]);
