/**
An absolute path without `.`, `..` and doubled slashes.
*/
export function normalize(path: string, base = '/'): string {
	const words: string[] = [];
	for (const word of (path.startsWith('/') ? path : `${base}/${path}`).split('/')) {
		if (word === '..') {
			words.pop();
		} else if (word !== '' && word !== '.') {
			words.push(word);
		}
	}

	return `/${words.join('/')}`;
}

export const wordsOf = (path: string): readonly string[] => path.split('/').filter(word => word !== '');

export const parentOf = (path: string): string => path.lastIndexOf('/') < 1 ? '/' : path.slice(0, path.lastIndexOf('/'));

export const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
