import {execFileSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {
	mkdtempSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, expect, test} from 'vitest';
import {defaultDefinition} from '../../source/lab/defaults.js';
import {deriveLab} from '../../source/lab/derive.js';
import {openPlaces} from '../../source/connection/places.js';
import {makePlan, stepsOf} from '../../source/plan/plan.js';
import {remoteServer} from '../../source/shell/place.js';
import {sshConfig} from '../../steps/parts/ssh-config.js';

const lab = deriveLab(defaultDefinition());
const steps = stepsOf(makePlan(lab));
const text = (id: string) => steps.find(step => step.id === id)!.commands.map(command => command.text).join('\n');

const directory = mkdtempSync(join(tmpdir(), 'dpu-wizard-base-vm-'));
afterAll(() => {
	rmSync(directory, {recursive: true});
});

test('every address is reserved before the first VM of the lab runs, or a builder is leased the address of a node', () => {
	const addresses = lab.nodes.map(({name}) => `base-vm.address@${name}`);
	expect(steps.find(step => step.id === 'base-vm.golden')!.needs).toEqual(expect.arrayContaining(addresses));
	expect(steps.find(step => step.id === 'gateway.start@gw-1')!.needs).toContain('base-vm.address@gw-1');
	expect(text('base-vm.address@infra-2')).toContain('is leased to a VM of somebody else');
});

test('D118: the cluster networks are defined with autostart, not only created', () => {
	expect(text('base-vm.infra-network')).toContain('net-define');
	expect(text('base-vm.infra-network')).toContain('net-autostart infra');
	expect(text('base-vm.infra-network')).not.toContain('net-create');
});

test('D120: nothing moves or replaces /var/lib/libvirt/images, and the lab has a directory of its own', () => {
	for (const {commands, undo} of steps) {
		for (const command of [...commands, ...undo]) {
			expect(command.text).not.toMatch(/rm -rf[^\n]*\/var\/lib\/libvirt\/images\/?(?:\s|$)/);
			expect(command.text).not.toContain('ln -s /home/images');
		}
	}

	expect(text('base-vm.directory')).toContain('/var/lib/libvirt/images/dpu-wizard/default-00000000');
});

test('D137: the daemons are enabled, and R6: never both of libvirt\'s two sets', () => {
	expect(text('base-vm.daemons')).toContain('systemctl enable --now virtlogd.socket libvirtd.socket');
	expect(text('base-vm.daemons')).toContain('virtqemud.socket virtnetworkd.socket');
});

test('D139: an ssh key that is there is never overwritten', () => {
	expect(text('base-vm.key')).toMatch(/test -f \S+ \|\| ssh-keygen/);
});

test('D140: no compilers, kernel headers or virt-manager', () => {
	expect(text('base-vm.packages')).not.toMatch(/kernel-devel|golang|development|virt-manager|gcc|make\b/i);
});

test('D64, D110: a baked image keeps nothing that made its builder one machine', () => {
	const recipe = text('base-vm.golden');
	for (const trace of ['/etc/ssh/ssh_host_*', ': > /etc/machine-id', 'cloud-init clean']) {
		expect(recipe).toContain(trace);
	}
});

test('the ssh configuration for the server is one that ssh reads, and knows each node by its name', () => {
	const file = join(directory, 'ssh_config');
	writeFileSync(file, sshConfig(lab));
	const resolved = execFileSync('ssh', ['-F', file, '-G', 'infra-2'], {encoding: 'utf8'});
	expect(resolved).toContain('hostname 192.168.122.22\n');
	expect(resolved).toContain('hostkeyalias infra-2\n');
	expect(resolved).toContain('stricthostkeychecking true\n');
	expect(resolved).toContain('user fedora\n');
});

const content = 'an image\n'.repeat(100_000);
const sum = createHash('sha256').update(content).digest('hex');

// The step itself, against a server of the test's own; only where the files lie is another.
async function fetchImage(imageUrl: string, imageSha256: string) {
	const own = deriveLab({...defaultDefinition(), variables: {IMAGE_URL: imageUrl, IMAGE_SHA256: imageSha256, POOL_DIR: directory}});
	const step = stepsOf(makePlan(own)).find(each => each.id === 'base-vm.image')!;
	const places = openPlaces({
		server: 'this-host', nodes: () => undefined, nodeKeyPath: '/none', hostKeyDirectory: '/none', lockDirectory: join(directory, 'locks'), knownHostsFile: join(directory, 'known_hosts'), ask: async () => undefined,
	});
	const connection = await places.connect(remoteServer);
	let words = '';
	const execute = async (script: string) => {
		const outcome = await connection.execute(script, {
			onOutput(_, chunk) {
				words += new TextDecoder().decode(chunk);
			},
		});
		return outcome.kind === 'exited' ? outcome.code : -1;
	};

	await execute(`mkdir -p ${own.poolDir}`);
	const codes = [];
	for (const command of step.commands) {
		codes.push(await execute(command.text));
		if (codes.at(-1) !== 0) {
			break;
		}
	}

	const probe = await execute(step.probe.text);
	await places.close();
	return {
		codes, words, probe, image: own.cloudImage,
	};
}

test('an image is fetched from a server, checked and proved; another one is thrown away; none at all is said with its address', async () => {
	const server = createServer((request, response) => {
		const start = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
		if (request.url !== '/image.qcow2') {
			response.writeHead(404).end();
			return;
		}

		response.writeHead(start > 0 ? 206 : 200, start > 0 ? {'content-range': `bytes ${start}-${content.length - 1}/${content.length}`} : {});
		response.end(content.slice(start));
	});
	await new Promise<void>(resolve => {
		server.listen(0, '127.0.0.1', resolve);
	});
	const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

	const wrong = await fetchImage(`${base}/image.qcow2`, 'f'.repeat(64));
	expect(wrong.codes.at(-1)).toBe(1);
	expect(wrong.words).toContain(sum);
	expect(wrong.probe).not.toBe(0);

	const missing = await fetchImage(`${base}/other.qcow2`, sum);
	expect(missing.codes).toEqual([0, 1]);
	expect(missing.words).toContain(`Could not fetch ${base}/other.qcow2`);

	// What a killed attempt left is gone on from.
	writeFileSync(`${missing.image}.part`, content.slice(0, 1234));
	const right = await fetchImage(`${base}/image.qcow2`, sum);
	expect(right.codes).toEqual([0, 0, 0, 0]);
	expect(right.probe).toBe(0);
	expect(readFileSync(right.image, 'utf8')).toBe(content);
	await new Promise(resolve => {
		server.close(resolve);
	});
});
