import {Buffer} from 'node:buffer';
import {createHash} from 'node:crypto';
import type {Context} from './context.js';
import {find, list} from './store.js';

/**
The token controller: it fills secrets that name a service account, as long as there is one.
*/
export function fillTokens({cluster}: Context): void {
	const empty = list(cluster, 'Secret').filter(({type, data}) => type === 'kubernetes.io/service-account-token' && data?.token === undefined);
	for (const secret of empty) {
		const account = find(cluster, 'ServiceAccount', secret.metadata.namespace, secret.metadata.annotations['kubernetes.io/service-account.name'] ?? '');
		if (account) {
			secret.data = {
				'ca.crt': Buffer.from(cluster.id).toString('base64'),
				namespace: Buffer.from(secret.metadata.namespace!).toString('base64'),
				token: Buffer.from(tokenOf(cluster.id, account.metadata.uid)).toString('base64'),
			};
		}
	}
}

/**
A token that only this account of this cluster has.
*/
export const tokenOf = (clusterId: string, uid: string): string => `eyJhbGciOiJSUzI1NiJ9.${createHash('sha256').update(`${clusterId} ${uid}`).digest('base64url')}`;
