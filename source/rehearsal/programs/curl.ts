import {parentOf} from '../file-system/path.js';
import {fetchUrl, type Fetched} from '../internet/fetch.js';
import {type Program, Refusal} from '../program.js';
import {readOptions} from '../usage.js';

export const curl: Program = async (argv, io) => {
	const given = readOptions(argv, {
		flags: [['-f', '--fail'], ['-s', '--silent'], ['-S', '--show-error'], ['-L', '--location'], ['-k', '--insecure'], '--no-progress-meter', '-I', '-4', ['-O', '--remote-name'], ['-g', '--globoff'], '--create-dirs'],
		values: [['-o', '--output'], '--retry', '--retry-delay', '--connect-timeout', ['-m', '--max-time'], ['-C', '--continue-at'], ['-H', '--header'], '--cacert', ['-w', '--write-out'], ['-X', '--request'], ['-d', '--data'], '--resolve', '--interface'],
		unknown: word => new Refusal(`curl: option ${word}: is unknown\ncurl: try 'curl --help' or 'curl --manual' for more information`, 2),
		isBundled: true,
	});
	const [url] = given.words;
	if (url === undefined) {
		throw new Refusal('curl: no URL specified!', 2);
	}

	const failed = (words: string, status: number) => new Refusal(given.has('--silent') && !given.has('--show-error') ? '' : `curl: (${status}) ${words}`, status);
	const authority = given.value('--cacert');
	const fetched: Fetched = await fetchUrl(url, io, {...(authority !== undefined && {authority: io.read(authority)}), isAnyone: given.has('--insecure')});
	if (fetched.kind === 'unreachable') {
		throw failed(fetched.why, fetched.status);
	}

	if (fetched.status >= 400 && given.has('--fail')) {
		throw failed(`The requested URL returned error: ${fetched.status}`, 22);
	}

	const output = given.value('--output') ?? (given.has('--remote-name') ? url.slice(url.lastIndexOf('/') + 1) : undefined);
	if (output === undefined) {
		io.write(fetched.body);
	} else if (output !== '/dev/null') {
		if (given.has('--create-dirs')) {
			io.files.mkdir(parentOf(io.path(output)), {recursive: true});
		}

		io.files.write(io.path(output), fetched.body);
	}

	const format = given.value('--write-out');
	if (format !== undefined) {
		io.write(format.replaceAll('%{http_code}', () => String(fetched.status)).replaceAll(String.raw`\n`, '\n'));
	}

	return 0;
};
