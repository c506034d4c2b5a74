import {parseCidr, parseIpv4} from './ipv4.js';
import {type Fault, shown} from './problem.js';
import type {Variable, VariableKind} from './variable.js';

type Pattern = {readonly test: RegExp; readonly wanted: string; readonly reason: string};

// Paths and names come to qemu-img, libvirt and systemd, each with special characters of its own: the common plain ones remain.
const pathPart = String.raw`(?!\.{1,2}(?:\/|$))[\w+\-.@]{1,255}`;
const absolutePath = String.raw`\/(?:${pathPart}\/)*${pathPart}`;
const url = String.raw`https?:\/\/[\dA-Za-z](?:[\d\-.A-Za-z]{0,251}[\dA-Za-z])?(?::[1-9]\d{0,4})?\/[\w%&+,\-.\/:=?@~]{1,1500}`;
const pathReason = 'it comes into commands, into libvirt\'s XML and into qemu\'s options: letters, digits and . _ @ + - only, no spaces, no `..`';

const patterns: Readonly<Partial<Record<VariableKind['kind'], Pattern>>> = {
	path: {test: new RegExp(`^${absolutePath}$`, 'v'), wanted: 'an absolute path without a slash at its end', reason: pathReason},
	'home-path': {test: new RegExp(String.raw`^(?:~\/(?:${pathPart}\/)*${pathPart}|${absolutePath})$`, 'v'), wanted: 'an absolute path, or one that starts with ~/', reason: pathReason},
	url: {test: new RegExp(`^${url}$`, 'v'), wanted: 'an http(s) URL with a path', reason: 'the VMs fetch from it, and what is a path on the server is none in a VM'},
	'url-or-path': {
		test: new RegExp(`^(?:${url}|${absolutePath})$`, 'v'),
		wanted: 'an http(s) URL, or an absolute path on the server',
		reason: 'the server downloads it, or takes the file that it has',
	},
	sha256: {test: /^(?:[\da-f]{64}|none)$/v, wanted: '64 hexadecimal digits in lower case, or `none`', reason: 'the download is compared with it; `none` says that nobody checks it'},
	'network-name': {test: /^[\dA-Za-z][\w\-.]{0,49}$/v, wanted: 'a name of letters, digits and . _ -, at most 50', reason: 'it names a libvirt network'},
	'bridge-name': {test: /^[A-Za-z][\w\-.]{0,14}$/v, wanted: 'a name of at most 15 letters, digits and . _ -', reason: 'the kernel\'s interface names are that short'},
	user: {test: /^(?!root$)[_a-z][\d\-_a-z]{0,31}$/v, wanted: 'a name of small letters, digits, _ and -, not root', reason: 'cloud-init makes this user in the VMs, and cloud images let root in nowhere'},
	image: {
		test: /^[\da-z][\d\-.a-z]{0,200}(?::[1-9]\d{0,4})?(?:\/[\da-z][\d\-._a-z]{0,200}){1,8}(?::\w[\w\-.]{0,127})?(?:@sha256:[\da-f]{64})?$/v,
		wanted: 'an image with its registry, like ghcr.io/owner/name:tag or name@sha256:...',
		reason: 'container tools on different systems complete a short name differently',
	},
	tag: {test: /^\w[\w\-.]{0,127}$/v, wanted: 'a release tag, like v1.2.3', reason: 'it becomes part of a URL and of an image\'s name'},
	commit: {test: /^[\da-f]{7,40}$/v, wanted: '7 to 40 hexadecimal digits', reason: 'it names a git commit'},
};

/**
What is wrong with a value for itself.
*/
export function checkValue({name, type, optional = false}: Variable, value: string, derived: string): Fault | undefined {
	if (value === '') {
		return optional ? undefined : {message: `${name} must be given.`, reason: emptyReason(name)};
	}

	const wrong = (wanted: string, reason: string): Fault => ({message: `${name} is ${shown(value)}, but must be ${wanted}.`, reason});
	switch (type.kind) {
		case 'integer': {
			const isInteger = /^(?:0|[1-9]\d{0,8})$/v.test(value);
			return isInteger && Number(value) >= type.min && Number(value) <= type.max ? undefined : wrong(`a whole number from ${type.min} to ${type.max}`, type.reason);
		}

		case 'choice': {
			return type.values.includes(value) ? undefined : wrong(`${type.values.length > 1 ? 'one of ' : ''}${type.values.join(', ')}`, 'the wizard knows no other way to set it up');
		}

		case 'boolean': {
			return value === 'true' || value === 'false' ? undefined : wrong('true or false', 'the documents\' scripts compare it with these words');
		}

		case 'derived': {
			return value === derived ? undefined : wrong(derived, type.reason);
		}

		case 'port': {
			const isPort = /^[1-9]\d{3,4}$/v.test(value) && Number(value) >= 1024 && Number(value) <= 65_535;
			return isPort && value !== '6443' && value !== '10250' ? undefined : wrong('a port from 1024 to 65535, other than 6443 and 10250', 'lower ports belong to the system, and those two to Kubernetes');
		}

		case 'ipv4': {
			const address = parseIpv4(value);
			const isUsable = address !== undefined && ![0, 127].includes(Math.floor(address / (2 ** 24))) && address < 224 * (2 ** 24);
			return isUsable ? undefined : wrong('an IPv4 address of another machine, like 8.8.8.8', 'every node asks this server for names, so it must be one that all of them reach');
		}

		case 'octets': {
			return isPrivate(value) ? undefined : wrong('three octets of a private network, like 192.168.200', 'the wizard makes a /24 of it; only 10, 172.16 to 172.31 and 192.168 belong to nobody on the Internet');
		}

		case 'cidr': {
			return checkCidr(value, type, wrong);
		}

		case 'minor-version': {
			const minor = /^1\.(?<minor>[1-9]\d{0,2})$/v.exec(value)?.groups?.minor;
			return minor !== undefined && Number(minor) >= 33 ? undefined : wrong('a minor version from 1.33 on, like 1.36', 'OVN-Kubernetes\' resources need rules that Kubernetes has since 1.33');
		}

		case 'path':
		case 'home-path':
		case 'url':
		case 'url-or-path':
		case 'sha256':
		case 'network-name':
		case 'bridge-name':
		case 'user':
		case 'image':
		case 'tag':
		case 'commit': {
			const {test, wanted, reason} = patterns[type.kind]!;
			return value.length <= 2000 && test.test(value) ? undefined : wrong(wanted, reason);
		}
	}
}

const emptyReason = (name: string): string => name === 'IMAGE_SHA256'
	? 'this image has no sum that could be known beforehand (Debian replaces its `latest` image in place): give the sum of the file that you trust, or say `none`'
	: (name.endsWith('_SHA256')
		? 'the sum of this release can\'t be known beforehand: give the sum of the file that you trust, or say `none`'
		: 'nothing follows from the rest of the lab that could stand for it');

function isPrivate(octets: string): boolean {
	const address = parseIpv4(`${octets}.0`);
	const [first, second] = octets.split('.').map(Number);
	return address !== undefined && (first === 10 || (first === 172 && second! >= 16 && second! <= 31) || (first === 192 && second === 168));
}

function checkCidr(value: string, type: Extract<VariableKind, {readonly kind: 'cidr'}>, wrong: (wanted: string, reason: string) => Fault): Fault | undefined {
	if (/^[\d.]+\/\d+\/\d+$/v.test(value)) {
		return wrong('without the third part', 'a node\'s part of it is HOST_PREFIX; only OVN-Kubernetes takes the form with three parts, and the wizard writes it for it');
	}

	if (value.includes(':')) {
		return wrong('IPv4 addresses', 'OVN-Kubernetes does not support IPv6 on a DPU, and the lab\'s own networks have none');
	}

	const cidr = parseCidr(value);
	const {minPrefix, maxPrefix} = type;
	if (cidr === undefined || cidr.prefix < minPrefix || cidr.prefix > maxPrefix) {
		return wrong(`addresses like 10.244.0.0/16, with a prefix from /${minPrefix} to /${maxPrefix}`, type.reason);
	}

	return cidr.isCanonical ? undefined : wrong('the first address of its range', 'Kubernetes and OVN-Kubernetes would each make something else of the rest');
}
