import {createHash} from 'node:crypto';
import {archiveText} from '../../archive.js';
import {programText} from '../../packages/program-file.js';

/**
What get.helm.sh has of a release: its archive, or the line of its checksum.
*/
export function helmFile(name: string): string | undefined {
	const {version, architecture, sum} = /^helm-(?<version>v3\.\d+\.\d+)-linux-(?<architecture>amd64|arm64)\.tar\.gz(?<sum>\.sha256sum)?$/v.exec(name)?.groups ?? {};
	if (version === undefined || architecture === undefined) {
		return undefined;
	}

	const archive = archiveText([
		{path: `linux-${architecture}/LICENSE`, mode: 0o644, text: 'Apache License 2.0\n'},
		{path: `linux-${architecture}/helm`, mode: 0o755, text: `${programText('/usr/local/bin/helm')}# ${version}\n`},
	], true);
	return sum === undefined ? archive : `${createHash('sha256').update(archive).digest('hex')}  ${name.replace(sum, '')}\n`;
}
