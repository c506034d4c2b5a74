import {spawnSync} from 'node:child_process';
import {
	chmodSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import {createHash} from 'node:crypto';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {execa} from 'execa';
import {
	describe,
	expect,
	it,
	onTestFinished,
} from 'vitest';
import {defaultDefinition} from '../../source/lab/defaults.js';
import {checkVariable, validateLab} from '../../source/lab/validate.js';
import {selectSteps} from '../../source/plan/selection.js';
import {kubernetesRecipe} from '../../steps/kubernetes.js';
import {labWith} from './labs.js';
import {
	idsOf,
	planOf,
	stepOf,
	textOf,
} from './plans.js';
import {complaints} from './shell-check.js';

const titles = (variables: Readonly<Record<string, string>>): readonly string[] => selectSteps(planOf(labWith(variables)), {only: ['mirror']}).map(({title}) => title);
const folder = {MIRROR: '/srv/mirror', NUM_VF: '4'};
const sha = 'a'.repeat(64);

function temporaryDirectory(): string {
	const directory = mkdtempSync(path.join(tmpdir(), 'mirror-'));
	onTestFinished(() => {
		rmSync(directory, {recursive: true, force: true});
	});
	return directory;
}

/**
The text of a command with a `sudo` that needs no root, its files under a directory.
*/
const run = async (text: string, directory: string) => {
	const bin = path.join(directory, 'bin');
	mkdirSync(bin, {recursive: true});
	writeFileSync(path.join(bin, 'sudo'), '#!/bin/sh\nexec "$@"\n');
	chmodSync(path.join(bin, 'sudo'), 0o755);
	return execa('bash', ['-c', text.replaceAll('/var/lib/libvirt/images', () => directory).replaceAll('--retry 3 ', '')], {reject: false, env: {PATH: `${bin}:${process.env.PATH ?? ''}`}});
};

describe('what must be in the mirror', () => {
	it('is what this lab\'s choices fetch, and nothing else', () => {
		const offload = titles({}).map(title => title.split(':', 1)[0]);
		expect(offload).toEqual(expect.arrayContaining([
			'images/Fedora-Cloud-Base-Generic-44-1.7.x86_64.qcow2',
			'kubernetes/v1.36/rpm/repodata/repomd.xml',
			'cri-o/v1.36/rpm/repodata/repomd.xml',
			'files/helm-v3.19.0-linux-amd64.tar.gz',
			'files/ovn-kubernetes.tar.gz',
			'files/flannel-v0.28.4.yml',
			'files/multus-v4.2.4.yml',
			'containers/ovn-kube-fedora-master.tar',
			'containers/kubernetes/images.txt',
			'containers/flannel-v0.28.4.tar',
			'containers/flannel-cni-plugin-v1.9.1-flannel1.tar',
			'containers/multus-cni-v4.2.4-thick.tar',
			'containers/netshoot-v0.14.tar',
			'containers/registry-2.tar',
		]));
		const full = titles({
			PROFILE: 'full', RUNTIME: 'containerd', GUEST_FAMILY: 'debian', IMAGE_SHA256: sha,
		}).map(title => title.split(':', 1)[0]);
		expect(full).toEqual(expect.arrayContaining(['kubernetes/v1.36/deb/Packages', 'docker/debian/gpg']));
		expect(full.filter(title => /flannel|multus|cri-o|registry-2|dpu-sim/v.test(title ?? ''))).toEqual([]);
		expect(titles({PROFILE: 'ctrl-only'}).filter(title => title.includes('netshoot'))).toEqual([]);
	});

	it('says aloud what nothing pins', () => {
		expect(titles({}).find(title => title.startsWith('containers/ovn-kube'))).toContain('no digest pins it');
		expect(titles({OVNK_IMAGE: `ghcr.io/x/y:z@sha256:${sha}`}).find(title => title.startsWith('containers/ovn-kube'))).not.toContain('no digest');
		expect(titles({HELM_VERSION: 'v9.0.0', HELM_SHA256: 'none'}).find(title => title.includes('helm'))).toContain('nobody checks it');
		expect(titles({}).find(title => title.includes('helm'))).not.toContain('nobody checks it');
	});

	it('stands apart from a run, and destroys nothing', () => {
		const plan = planOf(labWith());
		expect(selectSteps(plan, {}).filter(({stage}) => stage === 'mirror')).toEqual([]);
		expect(selectSteps(plan, {only: ['mirror']}).flatMap(({commands}) => commands).filter(({destructive}) => destructive)).toEqual([]);
	});

	it.each([['fedora', 'crio'], ['debian', 'containerd']])('gives bash and ShellCheck nothing to complain of: %s %s', (GUEST_FAMILY, RUNTIME) => {
		const lab = labWith({...folder, GUEST_FAMILY, RUNTIME});
		const url = labWith({
			NUM_VF: '4', GUEST_FAMILY, RUNTIME, MIRROR: 'https://mirror.example/lab', DP_IMAGE: 'quay.io/wizhao/dpu-sim-dp:latest', REGISTRY_FROM: 'container',
		});
		const texts = new Map([lab, url].flatMap((each, index) => [
			...planOf(each).stages.flatMap(({steps}) => steps).filter(({id, stage}) => stage === 'mirror' || stage === 'cni' || /base-vm\.mirror|gateway\.registry|launch\.runtime@infra-1/v.test(id)).flatMap(step => [[step.id, step.probe.text] as const, ...step.commands.map(({text}, at) => [`${step.id} ${index} ${at}`, text] as const)]),
			[`recipe ${index}`, `set -euo pipefail\n${kubernetesRecipe(each).join('\n')}`] as const,
		]));
		expect(complaints(texts)).toEqual([]);
	}, 60_000);

	it('mirrors a repository of Debian packages that really is served, and takes only what is for these machines', async () => {
		const directory = temporaryDirectory();
		const served: Readonly<Record<string, string>> = {
			'/deb/Packages': 'Package: kubeadm\nFilename: amd64/kubeadm_1_amd64.deb\n\nPackage: kubeadm\nFilename: arm64/kubeadm_1_arm64.deb\n', '/deb/amd64/kubeadm_1_amd64.deb': 'a package',
		};
		const asked: string[] = [];
		const server = createServer((request, response) => {
			asked.push(request.url ?? '');
			response.end(served[request.url ?? ''] ?? 'something');
		});
		await new Promise<void>(resolve => {
			server.listen(0, '127.0.0.1', resolve);
		});
		onTestFinished(() => {
			server.close();
		});
		const text = textOf(stepOf(labWith({GUEST_FAMILY: 'debian'}), 'mirror.kubernetes-packages')).replaceAll('https://pkgs.k8s.io/core:/stable:/v1.36', () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
		const {exitCode} = await execa('bash', ['-c', text], {reject: false, env: {HOME: directory}});
		expect(exitCode).toBe(0);
		expect(readFileSync(path.join(directory, 'dpu-wizard-mirror/kubernetes/v1.36/deb/amd64/kubeadm_1_amd64.deb'), 'utf8')).toBe('a package');
		expect(asked).not.toContain('/deb/arm64/kubeadm_1_arm64.deb');
		const {probe} = stepOf(labWith({GUEST_FAMILY: 'debian'}), 'mirror.kubernetes-packages');
		const whole = await execa('bash', ['-c', probe.text], {reject: false, env: {HOME: directory}});
		rmSync(path.join(directory, 'dpu-wizard-mirror/kubernetes/v1.36/complete'));
		const brokenOff = await execa('bash', ['-c', probe.text], {reject: false, env: {HOME: directory}});
		expect([whole.exitCode, brokenOff.exitCode]).toEqual([0, 1]);
	});
});

describe('a lab that takes everything from a mirror', () => {
	const elsewhere = /https?:\/\/(?!192\.168\.|10\.|127\.|\$|localhost)[\da-z][\w.]+/gv;

	it.each([['a folder', '/srv/mirror'], ['a base URL', 'https://mirror.example/lab/']])('asks nobody else: %s', (_words, MIRROR) => {
		for (const GUEST_FAMILY of ['fedora', 'debian']) {
			for (const RUNTIME of ['crio', 'containerd']) {
				const lab = labWith({
					MIRROR, GUEST_FAMILY, RUNTIME, NUM_VF: '4', REGISTRY_FROM: 'container',
				});
				const steps = planOf(lab).stages.filter(({isApart}) => !isApart).flatMap(stage => stage.steps);
				const asked = steps.flatMap(({commands}) => commands).flatMap(({text}) => text.match(elsewhere) ?? []);
				expect(new Set(asked.filter(url => !url.startsWith('https://mirror.example')))).toEqual(new Set());
				expect(steps.flatMap(({commands}) => commands).filter(({text}) => /docker:\/\/(?:ghcr|docker|quay|registry\.k8s)/v.test(text))).toEqual([]);
			}
		}
	});

	it('gives a folder of the server to the VMs by a unit of its own, and needs none for a URL', () => {
		expect(textOf(stepOf(labWith(folder), 'base-vm.mirror'))).toContain('--bind 192.168.122.1 --directory /srv/mirror');
		expect(stepOf(labWith(folder), 'base-vm.golden').needs).toContain('base-vm.mirror');
		expect(idsOf(labWith({MIRROR: 'https://mirror.example/lab'}))).not.toContain('base-vm.mirror');
		expect(idsOf(labWith())).not.toContain('base-vm.mirror');
	});

	it('lets the runtimes look at the gateway for what is named registry.k8s.io', () => {
		expect(kubernetesRecipe(labWith(folder)).join('\n')).toContain('location = "registry.k8s.io"\n');
		expect(kubernetesRecipe(labWith({...folder, RUNTIME: 'containerd'})).join('\n')).toContain('/etc/containerd/certs.d/registry.k8s.io/hosts.toml');
		expect(kubernetesRecipe(labWith()).join('\n')).not.toContain('registry.k8s.io');
		expect(stepOf(labWith(folder), 'launch.init@infra-1').needs).toContain('cni.mirror-kubernetes');
	});

	it('is refused a build, with the reason at the field', () => {
		expect(checkVariable('OVNK_FROM', 'built', {...defaultDefinition(), variables: {MIRROR: '/srv/mirror'}})?.reason).toContain('no such mirror holds');
		expect(validateLab({...defaultDefinition(), variables: folder})).toEqual([]);
	});

	it.each(['mirror', 'ftp://x/y', 'https://mirror.example', '/srv/../etc', '/srv/mirror/'])('is refused %s as a mirror', MIRROR => {
		expect(checkVariable('MIRROR', MIRROR, defaultDefinition())?.field).toBe('MIRROR');
	});
});

it('wants a sum for a release that nobody knows beforehand', () => {
	const definition = {...defaultDefinition(), variables: {MULTUS_TAG: 'v4.3.0'}};
	expect(validateLab(definition).map(({field, reason}) => `${field}: ${reason}`)).toEqual([expect.stringContaining('MULTUS_SHA256: the sum of this release')]);
	expect(validateLab({...definition, variables: {...definition.variables, MULTUS_SHA256: 'none'}})).toEqual([]);
});

describe('a file that the server fetches', () => {
	const sum = (text: string): string => createHash('sha256').update(text).digest('hex');

	it('is put into place when it is what it should be, and thrown away when not', async () => {
		const directory = temporaryDirectory();
		const source = path.join(directory, 'helm.tar.gz');
		writeFileSync(source, 'helm');
		const lab = (HELM_SHA256: string) => labWith({HELM_URL: source, HELM_SHA256});
		const wrong = await run(textOf(stepOf(lab(sha), 'cni.fetch-helm')), directory);
		expect(wrong.exitCode).not.toBe(0);
		expect(wrong.stderr).toContain('is not what HELM_SHA256 says');
		const right = stepOf(lab(sum('helm')), 'cni.fetch-helm');
		const before = await run(right.probe.text, directory);
		expect(before.exitCode).not.toBe(0);
		const done = await run(textOf(right), directory);
		const after = await run(right.probe.text, directory);
		expect([done.exitCode, after.exitCode]).toEqual([0, 0]);
	});

	it('that can\'t be had is said with its name and where it was looked for, and comes when the cause is gone', async () => {
		const directory = temporaryDirectory();
		const server = createServer((_request, response) => {
			response.end('manifest');
		});
		await new Promise<void>(resolve => {
			server.listen(0, '127.0.0.1', resolve);
		});
		const {port} = server.address() as AddressInfo;
		const step = stepOf(labWith({FLANNEL_URL: `http://127.0.0.1:${port}/flannel.yml`, FLANNEL_SHA256: sum('manifest')}), 'cni.fetch-flannel');
		await new Promise(resolve => {
			server.close(resolve);
		});
		const failed = await run(textOf(step), directory);
		expect(failed.exitCode).not.toBe(0);
		expect(failed.stderr).toContain(`Could not fetch the manifest of flannel v0.28.4 from http://127.0.0.1:${port}/flannel.yml`);
		await new Promise<void>(resolve => {
			server.listen(port, '127.0.0.1', resolve);
		});
		onTestFinished(() => {
			server.close();
		});
		const succeeded = await run(textOf(step), directory);
		expect(succeeded.exitCode).toBe(0);
	});
});

it('checks the content of the chart of the known commit: GitHub\'s archives have no lasting sum', () => {
	const text = textOf(stepOf(labWith(), 'cni.chart'));
	const result = spawnSync('bash', ['-nc', text]);
	expect(result.status).toBe(0);
	expect(text).toContain('87c83bd8c7c56fe048b18be182ce36ca1f4af27daa6baee87e6ea3a431ae360a');
});
