/**
A package as a repository's index tells of it.
*/
export type Offered = {
	readonly name: string;
	readonly version: string;
	/**
	Where its file lies, below the repository's URL.
	*/
	readonly file: string;
};

export const repomd = '<?xml version="1.0" encoding="UTF-8"?>\n<repomd>\n  <data type="primary">\n    <location href="repodata/primary.xml"/>\n  </data>\n</repomd>\n';

export const primaryXml = (offered: readonly Offered[]): string => [
	`<metadata packages="${offered.length}">`,
	...offered.map(({name, version, file}) => `<package type="rpm">\n  <name>${name}</name>\n  <version epoch="0" ver="${version}" rel="1"/>\n  <location href="${file}"/>\n</package>`),
	'</metadata>',
	'',
].join('\n');

export const packagesFile = (offered: readonly Offered[]): string => offered.map(({name, version, file}) => `Package: ${name}\nVersion: ${version}-1\nArchitecture: amd64\nFilename: ${file}\n`).join('\n');

export const readPrimary = (text: string): readonly Offered[] => text.matchAll(/<name>(?<name>[^<]+)<\/name>\s*<version [^>]*ver="(?<version>[^"]+)"[^>]*\/>\s*<location href="(?<file>[^"]+)"/gv).map(({groups}) => groups as Offered).toArray();

export const readPackages = (text: string): readonly Offered[] => text.split('\n\n').flatMap(stanza => {
	const value = (key: string) => new RegExp(`^${key}: (.*)$`, 'mv').exec(stanza)?.[1];
	const [name, version, file] = [value('Package'), value('Version'), value('Filename')];
	return name === undefined || version === undefined || file === undefined ? [] : [{name, version: version.replace(/-1$/v, ''), file}];
});

export const rpmFile = (directory: string, name: string, version: string): Offered => ({name, version, file: `${directory}/${name}-${version}-1.x86_64.rpm`});
export const debFile = (directory: string, name: string, version: string): Offered => ({name, version, file: `${directory}/${name}_${version}-1_amd64.deb`});

/**
What is in a package's file: enough to know it by.
*/
export const packageFileText = ({name, version}: Offered): string => `${name} ${version}\n`;
