import {isOnline} from '../containers/pull.js';
import {distributionOffers} from '../internet/repositories.js';
import {
	packageFileText,
	primaryXml,
	repomd,
} from '../packages/index-files.js';
import {type Io, Refusal} from '../program.js';
import {readOptions} from '../usage.js';

/**
The subcommand of dnf that copies a repository: of Fedora's, whatever machine it runs on.
*/
export async function reposync(argv: readonly string[], io: Io): Promise<number> {
	const given = readOptions(argv, {
		flags: ['--download-metadata', '--norepopath', '--delete', '-n', '--newest-only', '--source'],
		values: ['--releasever', '--repo', '--repoid', '--arch', ['-p', '--download-path'], '--metadata-path'],
		unknown: word => new Refusal(`Unknown argument "${word}" for command "reposync". Add "--help" for more information about the arguments.`, 2),
	});
	const repository = given.value('--repo') ?? '';
	if (!['fedora', 'updates'].includes(repository)) {
		throw new Refusal(`No matching repositories for "${repository}"`);
	}

	if (!isOnline(io.machine, io.rehearsal)) {
		throw new Refusal('>>> Curl error (6): Could not resolve hostname for https://mirrors.fedoraproject.org/metalink [Could not resolve host: mirrors.fedoraproject.org]');
	}

	const base = io.path(given.value('--download-path') ?? '.');
	const directory = given.has('--norepopath') ? base : `${base}/${repository}`;
	await io.work(3600);
	// Nothing was updated yet.
	const offered = repository === 'fedora' ? distributionOffers('fedora', 'Packages') : [];
	const files = [
		...offered.map(each => [each.file, packageFileText(each)] as const),
		...(given.has('--download-metadata') ? [['repodata/repomd.xml', repomd], ['repodata/primary.xml', primaryXml(offered)]] as const : []),
	];
	for (const [path, text] of files) {
		io.files.mkdir(`${directory}/${path}`.replace(/\/[^\/]+$/v, ''), {recursive: true});
		io.files.write(`${directory}/${path}`, text);
	}

	return 0;
}
