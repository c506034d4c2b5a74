import {describe, expect, test} from 'vitest';
import {UserError} from '../../../source/errors.js';
import {checkServer} from '../../../source/lab/server.js';
import {checkLabName} from '../../../source/lab/check-name.js';
import {defaultArrays, defaultDefinition, newDefinition} from '../../../source/lab/defaults.js';
import type {ArrayName, LabDefinition} from '../../../source/lab/definition.js';
import {numberOf} from '../../../source/lab/node-name.js';
import {
	checkNodeName,
	checkVariable,
	validateLab,
	validLab,
} from '../../../source/lab/validate.js';

const define = (variables: LabDefinition['variables'] = {}, arrays: Partial<LabDefinition['arrays']> = {}): LabDefinition => ({...defaultDefinition(), variables, arrays: {...defaultArrays, ...arrays}});
const withPairs = (...numbers: readonly number[]) => ({INFRA_DPU_LIST: numbers.map(number => `infra-${number}`), TENANT_DPU_HOST_LIST: numbers.map(number => `tenant-${number}`)});
const fieldsOf = (definition: LabDefinition) => validateLab(definition).map(({field, index}) => index === undefined ? field : `${field}[${index}]`);

const hostile = [
	'-rf',
	'$(reboot)',
	'`reboot`',
	'infra-2; reboot',
	'infra-2\n',
	'infra-2\nreboot',
	'infra-\u{0}',
	'infra-2\u{0}',
	'"infra-2"',
	'\'infra-2\'',
	'infra-2 infra-3',
	' infra-2',
	'../infra-2',
	'infra-2|x',
	'infra-*',
	'іnfra-2',
	'infra-２',
	'infra‐2',
	'INFRA-2',
	'infra-02',
	'infra-0',
	'infra-254',
	'infra-1000',
	'infra--2',
	'infra-+2',
	'infra-2e0',
	'infra-2.0',
	'infra',
	'infra-',
	'',
	'a'.repeat(10_000),
	`infra-${'9'.repeat(10_000)}`,
	'__proto__',
	'constructor',
];

test('the documents\' own lab breaks no rule', () => {
	expect(validateLab(defaultDefinition())).toEqual([]);
	expect(validLab(newDefinition('mine', {server: 'me@lab.example:2222'})).name).toBe('mine');
});

describe('names', () => {
	test.each(hostile.map(name => [name.slice(0, 30), name]))('%j is refused with a reason, as a DPU, as a lab name and as a whole lab', (_short, name) => {
		const problem = checkNodeName('INFRA_DPU_LIST', name, define());
		expect(problem).toMatchObject({field: 'INFRA_DPU_LIST', index: 2});
		expect(problem?.reason).not.toBe('');
		expect(problem?.message.length).toBeLessThan(200);
		expect(problem?.message).toMatch(/^[\u{20}-\u{7E}…]*$/v);
		expect(fieldsOf(define({}, {INFRA_DPU_LIST: ['infra-2', 'infra-3', name]}))).toContain('INFRA_DPU_LIST[2]');
	});

	test.each([
		['INFRA_DPU_LIST', 'tenant-5', 'prefix'],
		['TENANT_WORKER_LIST', 'infra-5', 'prefix'],
		['GATEWAY_LIST', 'infra-5', 'prefix'],
		['INFRA_DPU_LIST', 'infra-02', 'leading zeros'],
		['INFRA_DPU_LIST', 'infra-254', '254 is the gateway'],
		['INFRA_DPU_LIST', 'infra-0', 'network itself'],
		['INFRA_DPU_LIST', 'infra-100', 'DPU_TENANT_IP_OFFSET'],
		['TENANT_DPU_HOST_LIST', 'tenant-100', 'DPU_TENANT_IP_OFFSET'],
		['TENANT_WORKER_LIST', 'tenant-102', '.N'],
		['INFRA_DPU_LIST', 'infra-1', 'one VM'],
		['TENANT_WORKER_LIST', 'tenant-2', 'one VM'],
	] as ReadonlyArray<[ArrayName, string, string]>)('%s refuses %s: %s', (array, name, reason) => {
		expect(checkNodeName(array, name, define())?.reason).toContain(reason);
	});

	test('a name may stay as it is, and a new one is looked at beside the nodes after it as well', () => {
		expect(checkNodeName('INFRA_DPU_LIST', 'infra-2', define(), 0)).toBeUndefined();
		expect(checkNodeName('INFRA_CTRL_LIST', 'infra-3', define(), 0)?.message).toBe('infra-3 is already in INFRA_DPU_LIST.');
		expect(checkNodeName('TENANT_DPU_HOST_LIST', 'tenant-9', define(), 1)).toBeUndefined();
	});

	test('a new DPU is fine at the field before its host is there, but the lab is not', () => {
		expect(checkNodeName('INFRA_DPU_LIST', 'infra-4', define())).toBeUndefined();
		expect(fieldsOf(define({}, {INFRA_DPU_LIST: ['infra-2', 'infra-3', 'infra-4']}))).toEqual(['INFRA_DPU_LIST[2]']);
	});

	test('D91: as many DPUs as hosts is not enough, their numbers must be the same', () => {
		expect(fieldsOf(define({}, {TENANT_DPU_HOST_LIST: ['tenant-2', 'tenant-5']}))).toEqual(['INFRA_DPU_LIST[1]', 'TENANT_DPU_HOST_LIST[1]']);
		expect(fieldsOf(define({}, {TENANT_DPU_HOST_LIST: ['tenant-3', 'tenant-2']}))).toEqual([]);
	});

	test.each(['GATEWAY_LIST', 'INFRA_CTRL_LIST', 'TENANT_CTRL_LIST'] as const)('%s has exactly one node', array => {
		const prefix = defaultArrays[array][0]!.slice(0, -1);
		expect(fieldsOf(define({}, {[array]: []}))).toEqual([array]);
		expect(fieldsOf(define({}, {[array]: [`${prefix}7`, `${prefix}8`]}))).toEqual([array]);
		expect(fieldsOf(define({}, {[array]: [`${prefix}9`]}))).toEqual([]);
	});

	test('only offload needs DPUs; workers are never needed', () => {
		const none = {...withPairs(), TENANT_WORKER_LIST: []};
		expect(fieldsOf(define({}, none))).toEqual(['INFRA_DPU_LIST']);
		expect(fieldsOf(define({PROFILE: 'full'}, none))).toEqual([]);
		expect(fieldsOf(define({}, {TENANT_WORKER_LIST: []}))).toEqual([]);
	});

	test('with the offset 200 pairs go up to 53', () => {
		const offset = {DPU_TENANT_IP_OFFSET: '200'};
		const [fits, tooLarge] = [withPairs(53), withPairs(54)];
		expect(fieldsOf(define(offset, fits))).toEqual([]);
		expect(fieldsOf(define(offset, tooLarge))).toEqual(['INFRA_DPU_LIST[0]', 'TENANT_DPU_HOST_LIST[0]']);
	});

	test('more large numbers than spare management addresses are refused', () => {
		const workers = Array.from({length: 53}, (_, index) => `tenant-${index + 201}`);
		expect(validateLab(define({}, {TENANT_WORKER_LIST: workers.slice(0, 52)}))).toEqual([]);
		const problems = validateLab(define({}, {TENANT_WORKER_LIST: workers}));
		expect(problems).toHaveLength(1);
		expect(problems[0]?.message).toContain('No address is left');
	});

	test.each([2, 9, 16, 23, 30, 37, 44, 51, 58, 65, 72, 79, 86])('a lab that is accepted has each MAC, address, TAP and UUID once: pairs from %i', first => {
		const {nodes} = validLab(define({NUM_VF: '4'}, {...withPairs(first, first + 1, first + 5, 99), TENANT_WORKER_LIST: ['tenant-253', 'tenant-100']}));
		const virtualFunctions = nodes.flatMap(node => node.virtualFunctions);
		const once = [
			[...nodes.flatMap(({networkInterfaces}) => networkInterfaces), ...virtualFunctions].map(({mac}) => mac),
			nodes.map(({managementIp}) => managementIp),
			nodes.flatMap(({dataIp, tenantIp}) => [dataIp, tenantIp]).filter(address => address !== undefined),
			virtualFunctions.map(({tap}) => tap),
			nodes.map(({uuid}) => uuid),
		];
		for (const values of once) {
			expect(new Set<string>(values).size).toBe(values.length);
		}

		expect(new Set(virtualFunctions.map(({bridge}) => bridge)).size).toBe(virtualFunctions.length / 2);
	});

	test('a lab of 200 nodes is checked at once while one types', () => {
		const definition = define({NUM_VF: '100', DPU_VCPUS: '4', HOST_VCPUS: '4'}, {...withPairs(...Array.from({length: 75}, (_, index) => index + 2)), TENANT_WORKER_LIST: Array.from({length: 22}, (_, index) => `tenant-${index + 77}`)});
		const started = performance.now();
		checkNodeName('TENANT_WORKER_LIST', 'tenant-99', definition);
		expect(performance.now() - started).toBeLessThan(50);
	});

	test.each(['', 'Lab', '1lab', 'lab_1', 'lab.json', 'lab\n', 'lаb', '-rf', '$(reboot)', '../x', '.', 'a b', 'a'.repeat(31), 'a'.repeat(10_000)].map(name => [name.slice(0, 30), name]))('%j is no name for a lab', (_short, name) => {
		expect(checkLabName(name)?.reason).toContain('names files');
	});
});

describe('variables', () => {
	test.each([
		['INFRA_OCTETS', '192.168.100'],
		['INFRA_OCTETS', '192.168.122'],
		['INFRA_OCTETS', '8.8.8'],
		['INFRA_OCTETS', '172.32.0'],
		['INFRA_OCTETS', '192.168.300'],
		['INFRA_OCTETS', '192.168.020'],
		['INFRA_OCTETS', '192.168'],
		['INFRA_OCTETS', '192.168.200.0'],
		['TENANT_OCTETS', '192.168.200'],
		['TENANT_OCTETS', '172.17.3'],
		['TENANT_OCTETS', '10.244.9'],
		['INFRA_NET_CIDR', '10.244.0.0/16'],
		['INFRA_NET_CIDR', '10.246.0.0/16/24'],
		['INFRA_NET_CIDR', '10.246.0.1/16'],
		['INFRA_NET_CIDR', '10.246.0.0/23'],
		['INFRA_NET_CIDR', '0.0.0.0/4'],
		['INFRA_NET_CIDR', '192.168.0.0/16'],
		['INFRA_NET_CIDR', '100.64.0.0/10'],
		['TENANT_NET_CIDR', '100.88.0.0/16'],
		['TENANT_SVC_CIDR', '172.17.0.0/16'],
		['TENANT_SVC_CIDR', '10.0.0.0/8'],
		['TENANT_SVC_CIDR', '10.245.0.0/25'],
		['INFRA_SVC_CIDR', '169.254.0.0/18'],
		['HOST_PREFIX', '16'],
		['HOST_PREFIX', '17'],
		['NUM_VF', '0'],
		['NUM_VF', '2'],
		['NUM_VF', '65'],
		['NUM_VF', '256'],
		['NUM_VF', '1e1'],
		['NUM_VF', '04'],
		['NUM_VF', '3.5'],
		['NUM_VF', '-3'],
		['NUM_VF', '٣'],
		['TAP_0', 'enp2s0f1'],
		['IF1', 'ens3'],
		['IF2', 'eth0'],
		['HTTP_REGISTRY_PORT', '22'],
		['HTTP_REGISTRY_PORT', '6443'],
		['HTTP_REGISTRY_PORT', '10250'],
		['HTTP_REGISTRY_PORT', '65536'],
		['DNS_IP_ADDRESS', '8.8.8'],
		['DNS_IP_ADDRESS', '127.0.0.53'],
		['DNS_IP_ADDRESS', '08.8.8.8'],
		['DNS_IP_ADDRESS', 'dns.google'],
		['DISABLE_FIREWALLD', 'yes'],
		['PROFILE', 'Offload'],
		['IMAGE_KIND', 'iso'],
		['WORKING_DIR', 'src'],
		['WORKING_DIR', '/home/me/my src'],
		['WORKING_DIR', '/home/../etc'],
		['POOL_DIR', '/var/lib/libvirt/images/'],
		['POOL_DIR', '/var,backing_file=/etc/shadow'],
		['IMAGE_URL', 'ftp://example.org/x'],
		['IMAGE_URL', 'https://example.org/$(id)'],
		['IMAGE_SHA256', 'ABC'],
		['VM_USER', 'root'],
		['VM_USER', 'Me'],
		['K8S_MINOR', '1.32'],
		['K8S_MINOR', 'v1.36'],
		['INFRA_NETWORK', 'default'],
		['INFRA_BRIDGE', 'virbr3'],
		['INFRA_BRIDGE', 'br2-vf0'],
		['INFRA_BRIDGE', 'virbr0'],
		['INFRA_BRIDGE', 'a-bridge-of-16-ch'],
		['OVNK_IMAGE', 'ovn-kube'],
		['MULTUS_TAG', 'v4 '],
		['OVNK_COMMIT', 'master'],
		['MTU', '1500'],
		['NO_SUCH_THING', '1'],
		['constructor', '1'],
	])('%s=%s is refused at its field', (name, value) => {
		const problem = checkVariable(name, value, define());
		expect(problem?.message).toMatch(/\S/);
		expect(problem?.reason).toMatch(/\S/);
		expect(validateLab(define({[name]: value}))).not.toEqual([]);
	});

	test.each([
		['NUM_VF', '64'],
		['NUM_VF', '3'],
		['NUM_VF', '35'],
		['TAP_0', 'eth0-0'],
		['INFRA_OCTETS', '10.1.2'],
		['INFRA_NET_CIDR', '10.128.0.0/14'],
		['IMAGE_SHA256', 'none'],
		['VM_SSH_KEY', '~/.ssh/id_ed25519'],
		['VM_SSH_KEY', ''],
		['NUM_VF', ''],
		['OVNK_IMAGE', `ghcr.io/o/o@sha256:${'a'.repeat(64)}`],
		['OVNK_IMAGE', 'localhost:5000/ovn:dev'],
		['DP_IMAGE', 'quay.io/wizhao/dpu-sim-dp:latest'],
		['K8S_MINOR', '1.37'],
		['WORKING_DIR', '/srv/a+b@c/_x.y-z'],
		['DNS_IP_ADDRESS', '192.168.1.1'],
	])('%s=%s is fine', (name, value) => {
		expect(checkVariable(name, value, define())).toBeUndefined();
	});

	test.each(['x\n', '$(reboot)', '`id`', 'a;b', 'a\u{0}', 'x'.repeat(10_000), '-rf', '"', '\'', '\u{202E}'])('nothing but the table\'s own values passes anywhere: %j', value => {
		const loose = Object.keys(validLab(define()).variables).filter(name => checkVariable(name, value, define()) === undefined);
		expect(loose).toEqual([]);
	});

	test('three VFs are wanted only in offload, and more than 35 want CPUs for their interrupts', () => {
		expect(fieldsOf(define({NUM_VF: '1', PROFILE: 'full'}))).toEqual([]);
		expect(fieldsOf(define({NUM_VF: '65'}))).toEqual(['DPU_VCPUS', 'HOST_VCPUS']);
		expect(fieldsOf(define({NUM_VF: '200', DPU_VCPUS: '7', HOST_VCPUS: '7'}))).toEqual([]);
		expect(fieldsOf(define({NUM_VF: '35', DPU_VCPUS: '1', HOST_VCPUS: '1'}))).toEqual([]);
	});

	test('an image of Debian needs a sum, or the word that says that nobody checks it', () => {
		const problems = validateLab(define({GUEST_FAMILY: 'debian'}));
		expect(problems.map(({field}) => field)).toEqual(['IMAGE_SHA256']);
		expect(problems[0]?.reason).toContain('`none`');
		expect(fieldsOf(define({GUEST_FAMILY: 'debian', IMAGE_SHA256: 'none'}))).toEqual([]);
		expect(fieldsOf(define({IMAGE_URL: '/srv/images/own.qcow2'}))).toEqual(['IMAGE_SHA256']);
	});

	test('the image of one family is refused for the other', () => {
		const {IMAGE_URL = ''} = validLab(define()).variables;
		expect(fieldsOf(define({GUEST_FAMILY: 'debian', IMAGE_URL}))).toEqual(['IMAGE_URL']);
	});

	test('a pod network must have a part for every node of its cluster', () => {
		expect(fieldsOf(define({TENANT_NET_CIDR: '10.244.0.0/22'}))).toEqual([]);
		expect(fieldsOf(define({TENANT_NET_CIDR: '10.244.0.0/22'}, {TENANT_WORKER_LIST: ['tenant-4', 'tenant-5']}))).toEqual(['TENANT_NET_CIDR']);
	});
});

describe('the server', () => {
	test.each(['lab', 'me@lab', 'me@lab.example.org:2222', '10.88.0.2', 'root@10.0.0.1:22', '[2001:db8::1]', 'me@[fe80::1%eth0]:2022', 'this-host', 'my_alias', 'first.last@h'])('%s is one', server => {
		expect(checkServer(server)).toBeUndefined();
	});

	test.each(['', '-oProxyCommand=reboot', 'me@-oProxyCommand=x', '-l@x', 'me@', '@lab', 'lab:', 'lab:0', 'lab:65536', 'lab:22x', 'a b', 'lab;reboot', 'lab\n', '$(reboot)', '2001:db8::1', 'me@fe80::1', 'ssh://lab', '[::1', '[zz::1]', 'lаb', 'lab\u{0}', 'x'.repeat(10_000)])('%j is none, with a reason', server => {
		expect(checkServer(server)?.reason).toMatch(/\S/);
		expect(validateLab({...define(), server}).map(({field}) => field)).toEqual(['server']);
	});
});

test('an id that could lead out of its directory is refused', () => {
	expect(validateLab({...define(), id: '../../etc-00000000'}).map(({field}) => field)).toEqual(['id']);
});

test('a lab that breaks rules is not derived; the error names all of them', () => {
	const broken = define({NUM_VF: '999'}, {GATEWAY_LIST: []});
	expect(() => validLab(broken)).toThrow(UserError);
	try {
		validLab(broken);
	} catch (error) {
		expect((error as UserError).advice).toHaveLength(2);
	}
});

test('the numbers of node names are read as they stand', () => {
	expect(['infra-2', 'tenant-253', 'infra-02', 'x'].map(name => numberOf(name))).toEqual([2, 253, NaN, NaN]);
});
