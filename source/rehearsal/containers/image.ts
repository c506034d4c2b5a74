import {createHash} from 'node:crypto';
import {claim} from '../internet/claims.js';

/**
A container image: what its layers hold, under whatever name it lies in a registry or a storage.
*/
export type Image = {
	digest: string;
	/**
	What runs when it is started: `ovn-kubernetes`, `flannel`, ... The programs behind these names are in `kubernetes/software`.
	*/
	software: string;
	labels: Record<string, string>;
	/**
	What its registry gives out of it, whose sum is the digest.
	*/
	manifest: string;
};

export type Reference = {
	/**
	Of the registry, with its port where it has one.
	*/
	readonly host: string;
	readonly repository: string;
	readonly tag: string | undefined;
	readonly digest: string | undefined;
};

const pattern = /^(?<host>[^\/]+)\/(?<repository>[\da-z]+(?:[\-.\/_]+[\da-z]+)*)(?::(?<tag>\w[\w\-.]*))?(?:@(?<digest>sha256:[\da-f]{64}))?$/v;

/**
A reference with its registry; undefined for what is none.
*/
export function parseReference(text: string): Reference | undefined {
	const groups = pattern.exec(text)?.groups;
	return groups && /[.:]|^localhost$/v.test(groups.host!)
		? {
			host: groups.host!, repository: groups.repository!, tag: groups.tag, digest: groups.digest,
		}
		: undefined;
}

export const nameInRegistry = ({repository, tag, digest}: Reference): string => digest === undefined ? `${repository}:${tag ?? 'latest'}` : `${repository}@${digest}`;

/**
An image of its own identity. One that is asked for by its digest has just that: its manifest stands for the real one, whose sum is known.
*/
export function makeImage(software: string, identity: string, labels: Record<string, string> = {}, digest?: string): Image {
	const manifest = JSON.stringify({schemaVersion: 2, mediaType: 'application/vnd.oci.image.index.v1+json', annotations: {software, identity}});
	const own = createHash('sha256').update(manifest).digest('hex');
	if (digest !== undefined) {
		claim(own, digest.replace(/^sha256:/v, ''));
	}

	return {
		digest: digest ?? `sha256:${own}`, software, labels, manifest,
	};
}
