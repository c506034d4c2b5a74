import {isOnline} from '../containers/pull.js';
import {distributionOffers} from '../internet/repositories.js';
import {packageFileText, packagesFile} from '../packages/index-files.js';
import {type Program, Refusal} from '../program.js';
import {readOptions} from '../usage.js';

export const debmirror: Program = async (argv, io) => {
	const given = readOptions(argv, {
		flags: ['--nosource', '--source', ['-v', '--verbose'], ['-p', '--progress'], '--ignore-release-gpg'],
		values: [['-a', '--arch'], ['-d', '--dist'], ['-s', '--section'], ['-e', '--method'], ['-h', '--host'], ['-r', '--root'], '--keyring'],
		unknown: word => new Refusal(`Unknown option: ${word.replace(/^-+/v, '')}`, 255),
	});
	const [target] = given.words;
	if (target === undefined) {
		throw new Refusal('Usage: debmirror [options] mirrordir', 255);
	}

	const keyring = given.value('--keyring');
	if (keyring === undefined || !io.files.exists(io.path(keyring))) {
		throw new Refusal('gpgv: keyring is missing\nErrors:\n Release gpg signature does not verify.', 255);
	}

	const dist = given.value('--dist') ?? 'sid';
	if (given.value('--host') !== 'deb.debian.org' || given.value('--root') !== 'debian' || dist !== 'bookworm' || !isOnline(io.machine, io.rehearsal)) {
		throw new Refusal('Failed to download some Release, Release.gpg or InRelease files!', 255);
	}

	await io.work(3600);
	const offered = distributionOffers('debian', `pool/${given.value('--section') ?? 'main'}`);
	const index = `dists/${dist}/${given.value('--section') ?? 'main'}/binary-${given.value('--arch') ?? 'i386'}`;
	for (const [path, text] of [...offered.map(each => [each.file, packageFileText(each)] as const), [`dists/${dist}/Release`, 'Suite: stable\n'], [`dists/${dist}/InRelease`, 'Suite: stable\nsignature\n'], [`${index}/Packages`, packagesFile(offered)]] as const) {
		const file = `${io.path(target)}/${path}`;
		io.files.mkdir(file.replace(/\/[^\/]+$/v, ''), {recursive: true});
		io.files.write(file, text);
	}

	return 0;
};
