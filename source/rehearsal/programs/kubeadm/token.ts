import {randomBytes} from 'node:crypto';
import type {Io} from '../../program.js';
import {readCobra} from '../../cobra.js';
import {askServer, readKubeconfig} from '../../kubernetes/config.js';
import {fail} from './fail.js';
import {hashOfCa} from './join.js';

const unitMs: Readonly<Record<string, number>> = {s: 1000, m: 60_000, h: 3_600_000};

export async function token([verb = '', ...argv]: readonly string[], io: Io): Promise<number> {
	if (verb !== 'create') {
		throw fail(`unknown command "${verb}" for "kubeadm token"`);
	}

	const given = readCobra(argv, {flags: ['--print-join-command'], values: ['--ttl', '--kubeconfig', '--description'], fail});
	const {amount, unit} = /^(?<amount>\d+)(?<unit>[hms])$/v.exec(given.value('--ttl') ?? '24h')?.groups ?? {};
	if (amount === undefined) {
		throw fail(`invalid argument "${given.value('--ttl')!}" for "--ttl" flag: time: invalid duration`);
	}

	const path = given.value('--kubeconfig') ?? '/etc/kubernetes/admin.conf';
	const access = io.files.exists(path) ? readKubeconfig(io.files.text(path)) : undefined;
	if (!access) {
		throw fail(`failed to load admin kubeconfig: open ${path}: ${io.isRoot ? 'no such file or directory' : 'permission denied'}`);
	}

	const cluster = askServer(access.server, io.machine, io.rehearsal);
	if (typeof cluster === 'string') {
		throw fail(`Get "${access.server}/api/v1/namespaces/kube-system/secrets": ${cluster}`);
	}

	const made = `${randomBytes(3).toString('hex')}.${randomBytes(8).toString('hex')}`;
	cluster.tokens.set(made, io.now() + (Number(amount) * unitMs[unit!]!));
	io.say(given.flag('--print-join-command') ? `kubeadm join ${cluster.endpoint} --token ${made} --discovery-token-ca-cert-hash ${hashOfCa(cluster)} ` : made);
	return 0;
}
