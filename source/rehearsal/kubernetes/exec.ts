import {Refusal} from '../program.js';
import {isIpv4} from '../network/address.js';
import {readOptions} from '../usage.js';
import type {Context} from './context.js';
import type {KubeObject} from './model.js';
import {softwareOf} from './images.js';
import {ovnConfig} from './ovn/options.js';
import {lookUp, whyNoAnswer} from './pod-network.js';

export type PodAnswer = {readonly out: string; readonly status: number};

/**
Programs of netshoot, as far as somebody asks with them what a pod reaches.
*/
export function execInPod(pod: KubeObject, [program = '', ...argv]: readonly string[], context: Context): PodAnswer {
	const has = softwareOf(pod, context) === 'netshoot';
	const run = has && Object.hasOwn(programs, program) ? programs[program] : undefined;
	if (!run) {
		throw new Refusal(`OCI runtime exec failed: exec failed: unable to start container process: exec: "${program}": executable file not found in $PATH`, 126);
	}

	return run(pod, argv, context);
}

type PodProgram = (pod: KubeObject, argv: readonly string[], context: Context) => PodAnswer;

const programs: Readonly<Record<string, PodProgram>> = {
	ping(pod, argv, context) {
		const given = readOptions(argv, {
			flags: ['-n', '-q', '-4'], values: ['-c', '-W', '-w', '-M', '-s', '-i', '-I'], unknown: word => new Refusal(`ping: invalid option -- '${word.replace(/^-/v, '')}'`, 2), isBundled: true,
		});
		const [address = ''] = given.words;
		const discovery = given.value('-M');
		if (!isIpv4(address) || (discovery !== undefined && !['do', 'want', 'dont', 'probe'].includes(discovery))) {
			throw new Refusal(isIpv4(address) ? `ping: invalid -M argument: ${discovery!}` : `ping: ${address}: Name does not resolve`, 2);
		}

		const size = Number(given.value('-s') ?? '56');
		const why = whyNoAnswer(pod, address, size, context);
		const count = Number(given.value('-c') ?? '4');
		const head = `PING ${address} (${address}) ${size}(${size + 28}) bytes of data.\n`;
		return why === undefined
			? {out: `${head}${Array.from({length: count}, (_, index) => `${size + 8} bytes from ${address}: icmp_seq=${index + 1} ttl=63 time=0.8 ms\n`).join('')}\n--- ${address} ping statistics ---\n${count} packets transmitted, ${count} received, 0% packet loss\n`, status: 0}
			: {out: `${head}${why}\n--- ${address} ping statistics ---\n${count} packets transmitted, 0 received, 100% packet loss\n`, status: 1};
	},
	cat(_pod, [path = ''], context) {
		return path === '/sys/class/net/eth0/mtu' ? {out: `${ovnConfig(context.cluster, 'mtu')}\n`, status: 0} : {out: `cat: can't open '${path}': No such file or directory\n`, status: 1};
	},
	nc(pod, argv, context) {
		const given = readOptions(argv, {
			flags: ['-z', '-v', '-n', '-u'], values: ['-w', '-p'], unknown: word => new Refusal(`nc: invalid option -- '${word.replace(/^-/v, '')}'`), isBundled: true,
		});
		const [host = '', port = ''] = given.words;
		if (!given.has('-z') || !/^\d+$/v.test(port)) {
			throw new Refusal('nc: missing port number, or -z');
		}

		const address = isIpv4(host) ? host : lookUp(pod, host, context);
		const isOpen = address !== undefined && whyNoAnswer(pod, address, 0, context) === undefined;
		return {out: given.has('-v') ? `Connection to ${host} ${port} port [tcp/*] ${isOpen ? 'succeeded!' : 'failed: timed out'}\n` : '', status: isOpen ? 0 : 1};
	},
	nslookup(pod, argv, context) {
		const strange = argv.find(word => word.startsWith('-') && !/^-(?:timeout|retry|type|query|port)=\w+$/v.test(word));
		if (strange !== undefined) {
			throw new Refusal(`*** Invalid option: ${strange.slice(1)}`);
		}

		const name = argv.find(word => !word.startsWith('-')) ?? '';
		const address = lookUp(pod, name, context);
		return address === undefined ? {out: ';; connection timed out; no servers could be reached\n', status: 1} : {out: `Name:\t${name}\nAddress: ${address}\n`, status: 0};
	},
};
