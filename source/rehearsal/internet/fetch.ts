import {isOnline} from '../containers/pull.js';
import {isIpv4} from '../network/address.js';
import {reach} from '../network/reach.js';
import type {Machine} from '../machine.js';
import type {Io} from '../program.js';
import {machineNamed} from '../world.js';
import {clusterOn} from '../kubernetes/config.js';
import {answerOf} from './services.js';
import {contentAt} from './urls.js';

export type Fetched =
	| {readonly kind: 'answer'; readonly status: number; readonly body: string}
	| {readonly kind: 'unreachable'; readonly why: string; readonly status: number};

/**
Whose certificates count, beside those of the public authorities.
*/
export type Trusted = {readonly authority?: string; readonly isAnyone?: boolean};

/**
What a machine gets at a URL: of a daemon of the lab, or of the internet.
*/
export async function fetchUrl(text: string, io: Io, trusted: Trusted = {}): Promise<Fetched> {
	const url = URL.parse(text);
	if (!url || !['http:', 'https:'].includes(url.protocol)) {
		return {kind: 'unreachable', why: `Protocol "${text.split(':', 1)[0]!}" not supported`, status: 1};
	}

	const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
	if (isIpv4(url.hostname) || url.hostname === 'localhost') {
		const reached = reach(io.world, io.machine, url.hostname, port);
		if (!reached) {
			await io.work(1);
			return {kind: 'unreachable', why: `Failed to connect to ${url.hostname} port ${port}: Could not connect to server`, status: 7};
		}

		const problem = url.protocol === 'https:' && !trusted.isAnyone ? certificateProblem(machineNamed(io.world, reached.machine)!, trusted.authority, io) : undefined;
		if (problem !== undefined) {
			return {kind: 'unreachable', why: problem, status: 60};
		}

		const answer = answerOf(reached.listener, machineNamed(io.world, reached.machine)!, url, io);
		return {kind: 'answer', ...answer};
	}

	if (!isOnline(io.machine, io.rehearsal)) {
		await io.work(5);
		return {kind: 'unreachable', why: `Could not resolve host: ${url.hostname}`, status: 6};
	}

	const content = contentAt(text, io);
	await io.work(content?.seconds ?? 1);
	return content ? {kind: 'answer', status: 200, body: content.body} : {kind: 'answer', status: 404, body: 'Not Found\n'};
}

function certificateProblem(machine: Machine, authority: string | undefined, {rehearsal}: Io): string | undefined {
	const cluster = clusterOn(machine, rehearsal);
	return cluster !== undefined && authority?.trim() === cluster.id ? undefined : 'SSL certificate problem: unable to get local issuer certificate';
}
