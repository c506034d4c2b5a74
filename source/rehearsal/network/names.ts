/**
Hosts of the internet that a lab may ask for, by the names that they are found under.
*/
const hosts = [
	'registry.k8s.io', 'pkgs.k8s.io', 'dl.k8s.io', 'cdn.dl.k8s.io', 'kubernetes.io', 'docker.io', 'registry-1.docker.io', 'index.docker.io', 'auth.docker.io', 'download.docker.com', 'quay.io', 'ghcr.io', 'gcr.io', 'github.com', 'raw.githubusercontent.com', 'codeload.github.com', 'objects.githubusercontent.com', 'api.github.com', 'get.helm.sh', 'download.opensuse.org', 'download.fedoraproject.org', 'mirrors.fedoraproject.org', 'dl.fedoraproject.org', 'deb.debian.org', 'security.debian.org', 'cloud.debian.org', 'archive.ubuntu.com', 'proxy.golang.org', 'sum.golang.org', 'go.dev', 'google.com', 'www.google.com', 'example.com', 'one.one.one.one', 'dns.google',
];

/**
An address for documentation (RFC 5737): nobody's.
*/
export const addressOfHost = (name: string): string | undefined => {
	const index = hosts.indexOf(name.toLowerCase().replace(/\.$/v, ''));
	return index === -1 ? undefined : `198.51.100.${100 + index}`;
};
