const needsNoQuotes = /^[\w%+,\-./:=@]+$/;

/**
One word for a POSIX shell, whatever it holds. Throws for a NUL, which no argument can carry.
*/
export function quote(word: string): string {
	if (word.includes('\0')) {
		throw new TypeError('A shell word cannot hold a NUL character');
	}

	return needsNoQuotes.test(word) ? word : `'${word.replaceAll('\'', String.raw`'\''`)}'`;
}
