import type {GuestFamily, Lab} from '../../source/lab/lab.js';
import {everyItem, itemCount} from '../../source/shell/array.js';
import {
	type Command,
	destructive,
	fragment,
	sh,
} from '../../source/shell/command.js';
import {writeFile} from '../../source/shell/file.js';

/**
Package names by family, for a machine whose family only itself knows (the server).
*/
export type Packages = Readonly<Record<GuestFamily, readonly string[]>>;

/**
After a file's name: the packages that an installation added.
*/
export const madeSuffix = '.added';

const installed = {
	debian: sh`dpkg-query -W | cut -f 1 | sort -u`,
	fedora: sh`rpm -qa --qf '%{NAME}\n' | sort -u`,
};

/**
Installs, and keeps in files which packages that added: an undo removes those and no other. What was there before is kept before anything is installed, so
that an attempt that was killed half-way hides none. Compared whatever the order: the next lab's login may sort in another language. Where what was there before
could not be told, nothing counts as added.
*/
const noting = (note: string, family: GuestFamily, install: Command) => sh`
	set -e
	sudo install -d -m 0755 "$(dirname ${note})"
	if ! sudo test -s ${note}; then ${installed[family]} | sudo tee ${note} >/dev/null; fi
	${install}
	if sudo test -s ${note}; then ${installed[family]} | { grep -vxF -f <(sudo cat ${note}) || true; } | sudo tee ${`${note}${madeSuffix}`} >/dev/null; fi
`;

// A package manager that was killed half-way leaves packages unconfigured: the next one has to finish them first.
const apt = (packages: readonly string[]) => sh`
	sudo dpkg --configure -a
	sudo apt-get -q update
	sudo env DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends -o DPkg::Lock::Timeout=300 install ${packages}
`;

const dnf = (packages: readonly string[]) => sh`sudo dnf install -y ${packages}`;

/**
Installs packages on a machine of a known family; `note` is an absolute path there.
*/
export const installPackages = (family: GuestFamily, packages: readonly string[], note: string): Command => noting(note, family, family === 'debian' ? apt(packages) : dnf(packages));

/**
The same as lines for a script that root runs, in an image that may have no sudo.
*/
export const installPackagesAsRoot = (family: GuestFamily, packages: readonly string[]): readonly string[] => family === 'debian'
	? [
		'apt-get -q update',
		sh`apt-get -q -y --no-install-recommends install ${packages}`.text,
	]
	: [sh`dnf install -y ${packages}`.text];

/**
Lines for root that make a guest take its distribution's packages from PACKAGES_URL alone; none where the lab leaves it to the image.
*/
export function distributionFrom(lab: Lab): readonly string[] {
	const url = lab.variables.PACKAGES_URL ?? '';
	if (url === '') {
		return [];
	}

	return lab.guestFamily === 'debian'
		? [
			'rm -f /etc/apt/sources.list /etc/apt/sources.list.d/*',
			sh`. /etc/os-release; echo deb ${url} "$VERSION_CODENAME" main >/etc/apt/sources.list.d/dpu-wizard.list`.text,
		]
		: [
			'for file in /etc/yum.repos.d/*.repo; do mv "$file" "$file.unused"; done',
			writeFile({
				path: '/etc/yum.repos.d/dpu-wizard.repo',
				content: ['releases/$releasever/Everything/$basearch/os', 'updates/$releasever/Everything/$basearch'].map((path, index) => [
					`[dpu-wizard-${index === 0 ? 'releases' : 'updates'}]`,
					`name=dpu-wizard ${index === 0 ? 'releases' : 'updates'}`,
					`baseurl=${url}/${path}/`,
					'enabled=1',
					'gpgcheck=1',
					'gpgkey=file:///etc/pki/rpm-gpg/RPM-GPG-KEY-fedora-$releasever-$basearch',
					'skip_if_unavailable=0',
				].join('\n')).join('\n\n'),
			}).text,
		];
}

/**
Installs packages on a Fedora, RHEL, Debian or Ubuntu, whichever it turns out to be.
*/
export const installPackagesAnywhere = (packages: Packages, note: string): Command => sh`
	set -e
	if command -v apt-get >/dev/null; then
	  ${indented(noting(note, 'debian', apt(packages.debian)))}
	elif command -v dnf >/dev/null; then
	  ${indented(noting(note, 'fedora', dnf(packages.fedora)))}
	else
	  echo 'This server has neither dnf nor apt-get: Fedora, RHEL, Debian and Ubuntu are known.' >&2
	  exit 1
	fi
`;

/**
Removes the packages that an installation added, on whichever system. A package of before stays, and so does one that was installed since.
*/
export const removeAddedPackages = (note: string): Command => destructive(sh`
	set -e
	mapfile -t added < <(sudo cat ${`${note}${madeSuffix}`} 2>/dev/null)
	if [ ${itemCount('added')} = 0 ]; then
	  echo 'No packages are known to have been added: none is removed.'
	elif command -v apt-get >/dev/null; then
	  sudo env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 purge ${everyItem('added')}
	else
	  sudo dnf remove -y --setopt=clean_requirements_on_remove=False ${everyItem('added')}
	fi
	sudo rm -f -- ${note} ${`${note}${madeSuffix}`}
`);

export const addedPackagesAreGone = (note: string): Command => sh`! sudo test -e ${`${note}${madeSuffix}`}`;

/**
Where a node keeps the notes of its packages.
*/
export const nodePackagesNote = (step: string): string => `/var/lib/dpu-wizard/packages/${step}`;

/**
Succeeds where nothing is half installed (Debian's dpkg; rpm has no such state).
*/
export const packagesAreWhole = fragment('{ ! command -v dpkg >/dev/null || test -z "$(dpkg --audit)"; }');

const indented = (command: Command) => fragment(command.text.replaceAll('\n', '\n  '));
