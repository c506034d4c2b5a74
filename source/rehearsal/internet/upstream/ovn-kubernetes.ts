import {createHash} from 'node:crypto';
import {packed} from '../../archive.js';
import {claim} from '../claims.js';
import {chartFiles} from './ovn-chart.js';

const makefile = `IMAGE ?= ovn-daemonset-fedora
OCI_BIN ?= docker

fedora-image:
	\${OCI_BIN} build --build-arg OVN_FROM=koji -t \${IMAGE} -f Dockerfile.fedora ../..
`;

const dockerfile = `FROM quay.io/projectquay/golang:1.26 AS builder
COPY go-controller /src
FROM quay.io/fedora/fedora:43
COPY dist /dist
ENTRYPOINT ["/root/ovnkube.sh"]
`;

/**
The sum of the chart's files at the commit that they were taken from, told by `find | sort | xargs sha256sum | sha256sum`: their comments are in it.
*/
const chartSum = '87c83bd8c7c56fe048b18be182ce36ca1f4af27daa6baee87e6ea3a431ae360a';
const sum = (text: string) => createHash('sha256').update(text).digest('hex');

/**
The sources of ovn-kubernetes/ovn-kubernetes at a commit, as far as a lab uses them: what the image is built of, and the chart.
*/
export function ovnKubernetesArchive(commit: string): string {
	const listing = Object.keys(chartFiles).map(path => `./${path}`).toSorted().map(path => `${sum(chartFiles[path.slice(2)]!)}  ${path}\n`).join('');
	claim(sum(listing), chartSum);
	const root = `ovn-kubernetes-${commit}`;
	const files: Readonly<Record<string, string>> = {
		'README.md': `# OVN-Kubernetes, ${commit}\n`,
		'go-controller/go.mod': 'module github.com/ovn-kubernetes/ovn-kubernetes/go-controller\n',
		'dist/images/Makefile': makefile,
		'dist/images/Dockerfile.fedora': dockerfile,
		...Object.fromEntries(Object.entries(chartFiles).map(([path, text]) => [`helm/ovn-kubernetes/${path}`, text])),
	};
	return packed(Object.fromEntries(Object.entries(files).map(([path, text]) => [`${root}/${path}`, text])));
}
