import type {Image} from './image.js';

/**
An image as one file: JSON in the place of a tar of blobs. The OCI form holds all architectures; docker's holds one, and the names under which it is loaded.
*/
export type ImageArchive = {
	readonly archive: 'oci' | 'docker';
	readonly names: readonly string[];
	readonly image: Image;
};

export const imageArchiveText = (archive: ImageArchive): string => JSON.stringify(archive);

/**
Undefined for what is no such archive.
*/
export function readImageArchive(text: string): ImageArchive | undefined {
	try {
		const found = JSON.parse(text) as Partial<ImageArchive> | null;
		return (found?.archive === 'oci' || found?.archive === 'docker') && found.image ? found as ImageArchive : undefined;
	} catch {
		return undefined;
	}
}
