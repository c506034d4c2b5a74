import {isOnline} from '../containers/pull.js';
import {isIpv4} from '../network/address.js';
import {reach} from '../network/reach.js';
import type {Io} from '../program.js';
import {machineNamed} from '../world.js';
import {answerOf} from './services.js';
import {contentAt} from './urls.js';

export type Fetched =
	| {readonly kind: 'answer'; readonly status: number; readonly body: string}
	| {readonly kind: 'unreachable'; readonly why: string; readonly status: number};

/**
What a machine gets at a URL: of a daemon of the lab, or of the internet.
*/
export async function fetchUrl(text: string, io: Io): Promise<Fetched> {
	const url = URL.parse(text);
	if (!url || !['http:', 'https:'].includes(url.protocol)) {
		return {kind: 'unreachable', why: `Protocol "${text.split(':')[0]!}" not supported`, status: 1};
	}

	const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
	if (isIpv4(url.hostname) || url.hostname === 'localhost') {
		const reached = reach(io.world, io.machine, url.hostname, port);
		if (!reached) {
			await io.work(1);
			return {kind: 'unreachable', why: `Failed to connect to ${url.hostname} port ${port}: Could not connect to server`, status: 7};
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
