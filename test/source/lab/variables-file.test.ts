import {execFileSync} from 'node:child_process';
import process from 'node:process';
import {describe, expect, test} from 'vitest';
import {defaultArrays, defaultDefinition} from '../../../source/lab/defaults.js';
import {arrayNames, type LabDefinition} from '../../../source/lab/definition.js';
import {validateLab} from '../../../source/lab/validate.js';
import {valuesOf} from '../../../source/lab/values.js';
import {formatVariablesFile, parseVariablesFile, withVariablesFile} from '../../../source/lab/variables-file.js';

const dollar = '$';
const braced = '{OTHER}';

// In the style of the documents' scripts/variables.sh, as somebody has edited it.
const edited = String.raw`#!/bin/bash

#
# Configurable Variables
#
WORKING_DIR=${dollar}{WORKING_DIR:-"/home/$USER/src"}
IF1=${dollar}{IF1:-enp1s0}
TAP_0=${dollar}{TAP_0:-enp2s0f1}
NODE_PREFIX=${dollar}{NODE_PREFIX:-infra-}
INFRA_OCTETS=${dollar}{INFRA_OCTETS:-"192.168.210"}   # ours is taken
TENANT_OCTETS=${dollar}{TENANT_OCTETS:="192.168.110"}
export DNS_IP_ADDRESS='1.1.1.1'
readonly HTTP_REGISTRY_PORT=5001; NUM_VF=${dollar}{NUM_VF:-4}
DISABLE_FIREWALLD=${dollar}{DISABLE_FIREWALLD:-true}
NET_CIDR=${dollar}{NET_CIDR:-"172.16.0.0/16"}

INFRA_SUBNET="${dollar}{INFRA_OCTETS}.0/24"
INFRA_GATEWAY_IP_ADDRESS="$INFRA_OCTETS.254"
BRIDGE_NAME=br-ex
START_VF=0
END_VF=${dollar}{NUM_VF}-1

GATEWAY_LIST=( "gw-1" )
declare -a INFRA_CTRL_LIST=(infra-1)
INFRA_DPU_LIST=(
  "infra-2"   # the first
  # "infra-3"
  'infra-10' infra-31
)
TENANT_DPU_HOST_LIST=(tenant-2 \
  tenant-10)
TENANT_DPU_HOST_LIST+=("tenant-31")
TENANT_WORKER_LIST=()

UNKNOWN_NODE="Unknown"
get_node_type() {
    NODE_TYPE=${dollar}{UNKNOWN_NODE}
    for NODE in "${dollar}{INFRA_CTRL_LIST[@]}"
    do
        if [[ ${dollar}{NODE} == ${dollar}{NODE_NAME} ]]; then
            NUM_VF=99
            break
        fi
    done
    echo ${dollar}{NODE_TYPE}
}

get_node_ip() {
    VM_STATE=$(sudo virsh list --all | grep ${dollar}{node_name} | awk -F' {2,}' '{print $3}')
    IP_ADDR=$(sudo journalctl -r -n 2000 | grep -oE '[0-9]+\.[0-9]+' | awk -F"'" '{print $2}')
}
TENANT_CTRL_LIST=("tenant-1")
`;

const bash = (script: string): string => execFileSync('bash', ['--noprofile', '--norc', '-c', script], {encoding: 'utf8', env: {PATH: process.env.PATH, USER: 'me', HOME: '/home/me'}});

/**
What bash makes of the file: arrays and scalars, apart by bytes that no value has.
*/
function readByBash(file: string, names: readonly string[]): Record<string, string[]> {
	const output = bash(`${file}\nfor name in ${names.join(' ')}; do declare -n value="$name"; printf '%s' "$name"; printf '\\1%s' "\${value[@]}"; printf '\\2'; done`);
	return Object.fromEntries(output.split('\u{2}').slice(0, -1).map(each => each.split('\u{1}')).map(([name = '', ...words]) => [name, words]));
}

describe('a file as people edit it', () => {
	const file = parseVariablesFile(edited);
	const definition = withVariablesFile(defaultDefinition(), file);

	test('gives its arrays, whatever their quotes, comments and lines', () => {
		expect(file.arrays).toEqual({
			GATEWAY_LIST: ['gw-1'],
			INFRA_CTRL_LIST: ['infra-1'],
			INFRA_DPU_LIST: ['infra-2', 'infra-10', 'infra-31'],
			TENANT_CTRL_LIST: ['tenant-1'],
			TENANT_DPU_HOST_LIST: ['tenant-2', 'tenant-10', 'tenant-31'],
			TENANT_WORKER_LIST: [],
		});
	});

	test('gives what differs from the defaults', () => {
		expect(definition.variables).toEqual({
			INFRA_OCTETS: '192.168.210', TENANT_OCTETS: '192.168.110', DNS_IP_ADDRESS: '1.1.1.1', HTTP_REGISTRY_PORT: '5001', NUM_VF: '4',
		});
		expect(validateLab(definition)).toEqual([]);
	});

	test('says what it left out, with the line, and the functions once each', () => {
		const notices = file.notices.map(({line, message}) => `${line} ${message}`);
		const lineOf = (start: string) => edited.split('\n').findIndex(line => line.startsWith(start)) + 1;
		expect(notices).toEqual([
			expect.stringMatching(/^8 TAP_0=enp2s0f1 was left out: .* eth0-0/v),
			expect.stringMatching(/^9 NODE_PREFIX was left out: nothing reads it/v),
			expect.stringMatching(/^15 NET_CIDR was left out: .*INFRA_NET_CIDR and TENANT_NET_CIDR/v),
			`${lineOf('get_node_type')} The function "get_node_type" was not read (lines ${lineOf('get_node_type')} to ${lineOf('}')}): nothing of this file is run.`,
			expect.stringContaining(`${lineOf('get_node_ip')} The function "get_node_ip"`),
		]);
	});

	test('is read as bash reads it', () => {
		const names = [...arrayNames, 'INFRA_OCTETS', 'TENANT_OCTETS', 'DNS_IP_ADDRESS', 'HTTP_REGISTRY_PORT', 'NUM_VF', 'DISABLE_FIREWALLD', 'IF1'];
		const seen = readByBash(edited, names);
		const ours = Object.fromEntries(names.map(name => [name, file.arrays[name as 'GATEWAY_LIST'] ?? [file.variables[name]!]]));
		expect(ours).toEqual({...seen, TENANT_WORKER_LIST: []});
	});
});

// Each of these is read by bash too, and must come to the same, or be refused in a notice.
const forms: ReadonlyArray<readonly [form: string, value: string | undefined]> = [
	['MTU=1300', '1300'],
	['MTU="1300"', '1300'],
	['MTU=\'1300\'', '1300'],
	['MTU=13"0"\'0\'', '1300'],
	[String.raw`MTU=1\300`, '1300'],
	['MTU=13\\\n00', '1300'],
	['MTU="13\\\n00"', '1300'],
	['MTU=1300 # comment', '1300'],
	['MTU=1300#no-comment', '1300#no-comment'],
	['MTU=', ''],
	['  MTU=1300', '1300'],
	['MTU=1;MTU=1300', '1300'],
	['MTU=1 DNS_IP_ADDRESS=x', '1'],
	['export MTU=1300 DNS_IP_ADDRESS=x', '1300'],
	['declare -rx MTU=1300', '1300'],
	['readonly MTU=1300', '1300'],
	['MTU=1300\r', '1300'],
	['MTU=13; MTU+=00', '1300'],
	[`: ${dollar}{MTU:=1300}`, '1300'],
	[`: "${dollar}{MTU:=1300}"`, '1300'],
	[`MTU=${dollar}{MTU:-1300}`, '1300'],
	[`MTU=${dollar}{MTU-1300}`, '1300'],
	[`MTU=${dollar}{MTU:="1300"}`, '1300'],
	[`MTU="${dollar}{MTU:-1300}"`, '1300'],
	[`MTU="${dollar}{MTU:-"1300"}"`, '1300'],
	[`MTU="${dollar}{MTU:-'1300'}"`, '\'1300\''],
	[`MTU=${dollar}{MTU:-'13}00'}`, '13}00'],
	[`MTU=${dollar}{MTU:-13 00}`, '13 00'],
	[`MTU=5; MTU=${dollar}{MTU:-1300}`, '5'],
	[`MTU=; MTU=${dollar}{MTU:-1300}`, '1300'],
	[`MTU=; MTU=${dollar}{MTU-1300}`, ''],
	['OTHER=1300; MTU=$OTHER', '1300'],
	[`OTHER=13; MTU="${dollar}${braced}00"`, '1300'],
	[`MTU=${dollar}{NOTHING:-${dollar}{MTU:-1300}}`, '1300'],
	['MTU=1300 && true', '1300'],
	[String.raw`MTU="a\$b\"c\\d\e"`, String.raw`a$b"c\d\e`],
	['MTU=a$', 'a$'],
	['MTU="a$ b"', 'a$ b'],
	['MTU=$"1300"', '1300'],
	['MTU=*', '*'],
	['MTU={a,b}', '{a,b}'],
	['MTU=$(echo 1300)', undefined],
	['MTU=`echo 1300`', undefined],
	['MTU="$(echo "1300")"', undefined],
	['MTU=$((1000+300))', undefined],
	['MTU=$\'1300\'', undefined],
	['MTU=~', undefined],
	['MTU=$1', undefined],
	['MTU=$NOTHING', undefined],
	[`MTU=${dollar}{MTU%x}`, undefined],
	[`MTU=${dollar}{#MTU}`, undefined],
	['MTU=5 true', undefined],
	['MTU=5 | cat', undefined],
	['MTU=5 &', undefined],
	['(MTU=5)', undefined],
	['{ MTU=5; }', undefined],
	['if true; then\n MTU=5\nfi', undefined],
	['for x in 1; do MTU=5; done', undefined],
	['case x in\n x) MTU=5;;\nesac', undefined],
	['true && MTU=5', undefined],
	['[[ -z "$MTU" ]] && MTU=5', undefined],
	['((x = 1 << 2))', undefined],
	['cat <<EOF >/dev/null\nMTU=5\nEOF', undefined],
	['cat <<-\'E F\' >/dev/null\n\tMTU=5\n\tE F\n', undefined],
	['eval MTU=5', undefined],
	['f() { MTU=5; }', undefined],
	['function f {\n MTU=5\n}', undefined],
	['f()\n{\n MTU=5\n}', undefined],
	['declare -i MTU=5', undefined],
	['unset MTU', undefined],
];

describe('forms of bash', () => {
	test.each(forms)('%j', (form, value) => {
		const file = parseVariablesFile(`${form}\nDNS_IP_ADDRESS=9.9.9.9\n`);
		expect(file.variables.MTU).toBe(value);
		expect(file.variables.DNS_IP_ADDRESS).toBe('9.9.9.9');
		if (value === undefined) {
			expect(file.notices.length).toBeGreaterThan(0);
			expect(file.notices[0]?.line).toBe(1);
		} else {
			expect(readByBash(form.replaceAll('\r', ''), ['MTU']).MTU).toEqual([value]);
		}
	});

	test.each([
		['(a b)', ['a', 'b']],
		['("a b" c)', ['a b', 'c']],
		['()', []],
		['(\n# x\n a # y\n\n\'b\'"c"\n)', ['a', 'bc']],
		['(a\\\nb)', ['ab']],
		['(a;b)', undefined],
		['(infra-{2,3})', undefined],
		['(infra-*)', undefined],
		['($(seq 3))', undefined],
		['([1]=a)', undefined],
		['(a b', undefined],
		[`("${dollar}{OTHER[@]}")`, undefined],
	])('the array %j', (form, value) => {
		const file = parseVariablesFile(`INFRA_DPU_LIST=${form}`);
		expect(file.arrays.INFRA_DPU_LIST).toEqual(value);
		expect(file.notices.length > 0).toBe(value === undefined);
		if (value !== undefined && value.length > 0) {
			expect(readByBash(`INFRA_DPU_LIST=${form}`, ['INFRA_DPU_LIST']).INFRA_DPU_LIST).toEqual(value);
		}
	});

	test('a text where an array should be is read as its words, and said so', () => {
		const file = parseVariablesFile('INFRA_DPU_LIST="infra-2 infra-3"');
		expect(file.arrays.INFRA_DPU_LIST).toEqual(['infra-2', 'infra-3']);
		expect(file.notices).toEqual([{line: 1, message: 'INFRA_DPU_LIST is no array; its words were read as the names.'}]);
	});

	test('an assignment that depends on something says that an earlier value stands', () => {
		const file = parseVariablesFile('NUM_VF=4\nif [ -e x ]; then\n  NUM_VF=8\nfi\n');
		expect(file.variables.NUM_VF).toBe('4');
		expect(file.notices[0]).toMatchObject({line: 2, message: expect.stringContaining('the value from before stands') as string});
	});

	test('only the default home may have the login in it', () => {
		expect(parseVariablesFile('WORKING_DIR=/home/$USER/src').notices).toEqual([]);
		expect(parseVariablesFile('WORKING_DIR=$HOME/dpu')).toMatchObject({variables: {}, notices: [{line: 1}]});
	});

	test('a name of somebody\'s own, and a derived one with another value, are named', () => {
		const {notices} = parseVariablesFile('MY_OWN=1\nBRIDGE_NAME=br0\n');
		expect(notices.map(({message}) => message)).toEqual(['"MY_OWN" was left out: it is no variable of a lab.', 'BRIDGE_NAME="br0" was left out: it follows from the rest and is "br-ex".']);
	});

	test.each(['"', '\'', '`', '$(', '${', '(', 'A=(', 'A="', 'A=\'', 'A=${B:-', 'if', 'case x in', 'f() {', '<<EOF', '\\', '$', '}', ')', '&&', '((', '[[', '\u{0}', 'A=$', 'A=\\', 'A[=1'])('a file that ends after %j is read to its end', text => {
		expect(() => parseVariablesFile(text)).not.toThrow();
		expect(() => parseVariablesFile(`NUM_VF=3\n${text}\n`)).not.toThrow();
	});

	test.each(['${A:-', '$(', '"$(', '(', '{ ', '`\\`', '"${A:-"'])('%j a hundred thousand times is read in a moment', piece => {
		const started = performance.now();
		parseVariablesFile(`NUM_VF=${piece.repeat(100_000)}`);
		parseVariablesFile(piece.repeat(100_000));
		expect(performance.now() - started).toBeLessThan(3000);
	});

	test('reading runs nothing', () => {
		const marker = `/tmp/dpu-wizard-test-${process.pid}`;
		parseVariablesFile(`NUM_VF=$(touch ${marker})\n\`touch ${marker}\`\ntouch ${marker}\n`);
		expect(bash(`test -e ${marker} || echo untouched`)).toBe('untouched\n');
	});
});

describe('a written file', () => {
	const labs: ReadonlyArray<readonly [string, LabDefinition]> = [
		['the documents\' lab', defaultDefinition()],
		['another profile', {
			...defaultDefinition(), variables: {
				PROFILE: 'full', NUM_VF: '4', GUEST_FAMILY: 'debian', IMAGE_SHA256: 'none', IMAGE_URL: 'https://example.org/a;b',
			},
		}],
		['hostile values', {
			...defaultDefinition(), arrays: {...defaultArrays, INFRA_DPU_LIST: ['$(reboot)', 'a b', '\'', '"', '\\', '*', '`x`', 'a\nb', '#', ''], TENANT_WORKER_LIST: []}, variables: {VM_USER: '$(id)\'"\\`\n#', MTU: '~', DNS_IP_ADDRESS: ' '},
		}],
	];

	test.each(labs)('of %s has the same values for bash', (_name, definition) => {
		const file = formatVariablesFile(definition);
		const values = valuesOf(definition.variables);
		const seen = readByBash(file, [...arrayNames, ...Object.keys(values)]);
		for (const array of arrayNames) {
			expect([array, seen[array]]).toEqual([array, definition.arrays[array].length === 0 ? [''] : definition.arrays[array]]);
		}

		for (const [name, value] of Object.entries(values)) {
			expect([name, seen[name]]).toEqual([name, [value]]);
		}
	});

	test.each(labs.slice(0, 2))('of %s is read back to the same lab, without a notice', (_name, definition) => {
		const file = parseVariablesFile(formatVariablesFile(definition));
		expect(file.notices).toEqual([]);
		expect(withVariablesFile({...defaultDefinition(), variables: {NUM_VF: '7'}}, file)).toEqual(definition);
	});

	test('is what the documents\' scripts expect: END_VF is a number (D116)', () => {
		const file = formatVariablesFile(defaultDefinition());
		expect(readByBash(file, ['END_VF', 'INFRA_GATEWAY_IP_ADDRESS'])).toEqual({END_VF: ['19'], INFRA_GATEWAY_IP_ADDRESS: ['192.168.200.254']});
	});
});
