export type IniEntry = {readonly section: string; readonly key: string; readonly value: string};

/**
The entries of a file of systemd or NetworkManager, in their order.
*/
export function readIni(text: string): readonly IniEntry[] {
	const entries: IniEntry[] = [];
	let section = '';
	const lines = text.split('\n').map(each => each.trim());
	for (const line of lines) {
		const heading = /^\[(?<name>[^\]]+)\]$/v.exec(line);
		const equals = line.indexOf('=');
		if (heading) {
			section = heading.groups!.name!;
		} else if (equals > 0 && !/^[#;]/v.test(line)) {
			entries.push({section, key: line.slice(0, equals).trim(), value: line.slice(equals + 1).trim()});
		}
	}

	return entries;
}

export const valuesIn = (entries: readonly IniEntry[], section: string, key: string): readonly string[] => entries.filter(each => each.section === section && each.key === key).map(({value}) => value);
export const valueIn = (entries: readonly IniEntry[], section: string, key: string): string | undefined => valuesIn(entries, section, key).at(-1);
