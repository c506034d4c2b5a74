import {afterAll, expect, test} from 'vitest';
import {labServer, statesOf} from './server.js';
import {serverState} from './server-state.js';

// In this order, on a server with no lab on it. At the end it is as it was, but for packages.
const lab = labServer();
afterAll(() => {
	lab.remove();
});

const sizes = ['GATEWAY', 'CTRL', 'DPU', 'HOST', 'WORKER'].flatMap(group => [`${group}_VCPUS=1`, `${group}_MEM_MB=512`, `${group}_DISK_GB=8`]);
const nodes = ['INFRA_DPU_LIST=infra-2', 'TENANT_DPU_HOST_LIST=tenant-2', 'TENANT_WORKER_LIST=', 'NUM_VF=3'];

const state = () => lab.on(serverState).split('\n');
const onGateway = (command: string) => lab.on(`ssh -F "$(ls -d ~/src/dpu-wizard/torn-*)/ssh_config" gw-1 '${command}'`);
let before: readonly string[] = [];

test('the server is looked at when it has its packages, which a teardown leaves', async () => {
	expect(await lab.wizard(['lab', 'new', 'torn', '--server', lab.server])).toMatchObject({status: 0});
	const set = await lab.wizard(['lab', 'set', ...nodes, 'SNAPSHOTS=true', 'GUEST_FAMILY=debian', 'KUBERNETES_IN=nodes', `IMAGE_URL=${lab.image}`, `IMAGE_SHA256=${lab.imageSha256}`, ...sizes]);
	expect(set).toMatchObject({status: 0});
	const run = await lab.wizard(['run', '--yes', '--json', '--only', 'base-vm.packages']);
	expect(run.status, run.words.slice(-2000)).toBe(0);
	// The run itself has left its directory by now, and the note of the packages.
	before = state().filter(line => !/\/dpu-wizard(?:\/|$)|\/\.dpu-wizard$|^d 700 \/\S+\/src$/v.test(line));
});

test('a gateway with its networks, bridges and snapshot is set up', async () => {
	const run = await lab.wizard(['run', '--yes', '--json', '--stage', 'base-vm', 'gateway']);
	expect(run.status, run.words.slice(-2000)).toBe(0);
	const bridges = await lab.wizard(['run', '--yes', '--json', '--only', 'remaining-vms.bridges']);
	expect(bridges.status, bridges.words.slice(-2000)).toBe(0);
	const {words} = await lab.wizard(['status', '--json', '--stage', 'gateway']);
	const {stages} = JSON.parse(words) as {stages: ReadonlyArray<{done: number; total: number}>};
	expect(stages[0]!.done).toBe(stages[0]!.total);
});

test('a rewind brings the VM back in under a minute, with what it was and at the time of day', async () => {
	onGateway('touch ~/made-after');
	const rewind = await lab.wizard(['rewind', 'gateway', '--yes', 'torn', '--json']);
	expect(rewind.status, rewind.words.slice(-2000)).toBe(0);
	expect(rewind.seconds).toBeLessThan(60);
	expect(onGateway('ls -A ~')).not.toContain('made-after');
	expect(Math.abs(Number(onGateway('date +%s')) - (Date.now() / 1000))).toBeLessThan(60);
	const status = await lab.wizard(['run', '--yes', '--json', '--stage', 'gateway']);
	expect(new Set(statesOf(status).values())).toEqual(new Set(['already done']));
});

test('a step is undone after what needs it, is proved gone, and can be run again', async () => {
	const undo = await lab.wizard(['undo', 'gateway.forwarding', '--yes', 'torn', '--json']);
	expect(undo.status, undo.words.slice(-2000)).toBe(0);
	expect([...statesOf(undo)].at(-1)).toEqual(['undo.gateway.forwarding@gw-1', 'done']);
	expect(statesOf(undo).get('undo.gateway.snapshot')).toBe('done');
	expect(onGateway('cat /proc/sys/net/ipv4/ip_forward').trim()).toBe('0');
	const run = await lab.wizard(['run', '--yes', '--json', '--stage', 'gateway']);
	expect(run.status, run.words.slice(-2000)).toBe(0);
});

test('a teardown leaves the server as it was, and what is somebody else\'s untouched', async () => {
	lab.on(`
		sudo ip link add br9-vf0 type bridge && sudo ip link set br9-vf0 alias 'of alice'
		sudo virsh define /dev/stdin <<'EOF'
		<domain type='qemu'><name>tenant-1</name><memory unit='MiB'>64</memory><os><type>hvm</type></os></domain>
		EOF
	`.replaceAll('\t', ''));
	const down = await lab.wizard(['teardown', '--yes', 'torn', '--json']);
	expect(down.status, down.words.slice(-2000)).toBe(0);
	expect(down.words).toContain('The domain tenant-1 is not this lab\'s: it is left as it is.');
	const foreign = lab.on('sudo virsh list --all --name; cat /sys/class/net/br9-vf0/ifalias');
	expect(foreign).toContain('tenant-1');
	expect(foreign).toContain('of alice');
	lab.on('sudo virsh undefine tenant-1; sudo ip link del br9-vf0');
	const after = state();
	expect({
		added: after.filter(line => !before.includes(line)),
		removed: before.filter(line => !after.includes(line)),
	}).toEqual({added: [], removed: []});
});

test('torn down once more, there is nothing left to do', async () => {
	const again = await lab.wizard(['teardown', '--yes', 'torn', '--json']);
	expect(again.status).toBe(0);
	expect(new Set(statesOf(again).values())).toEqual(new Set(['already done']));
	expect(lab.on('ls -d ~/src/dpu-wizard /var/lib/dpu-wizard 2>/dev/null || true')).toBe('');
});
