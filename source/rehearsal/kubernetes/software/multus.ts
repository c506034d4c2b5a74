import {rootFiles} from '../../systemd/units.js';
import {cniDirectory} from '../cni.js';
import {configMapText, whyNoApi} from '../context.js';
import {servesServices} from '../services.js';
import {podSpec, variableOf} from '../views.js';
import type {Software} from './index.js';

const known = new Set(['chrootDir', 'cniVersion', 'logLevel', 'logToStderr', 'cniConfigDir', 'multusAutoconfigDir', 'multusConfigFile', 'socketDir', 'multusNamespace', 'clusterNetwork', 'readinessindicatorfile', 'binDir', 'namespaceIsolation', 'globalNamespaces', 'confDir']);

/**
The daemon of Multus: it puts itself before the node's network once its indicator file is there.
*/
export const multus: Software = (pod, kubelet, context) => {
	let config: Readonly<Record<string, unknown>>;
	const text = configMapText(context.cluster, pod, 'multus-daemon-config', 'daemon-config.json') ?? '';
	try {
		config = JSON.parse(text) as Readonly<Record<string, unknown>>;
	} catch (error) {
		return `failed to load the multus-daemon configuration: failed to unmarshall the daemon configuration: ${(error as Error).message}`;
	}

	const strange = Object.keys(config).find(key => !known.has(key));
	if (strange !== undefined) {
		return `failed to unmarshall the daemon configuration: unknown field ${strange}`;
	}

	const limit = podSpec(pod).containers[0]?.resources?.limits?.memory;
	if (limit === '50Mi') {
		return 'OOMKilled';
	}

	const host = variableOf(pod, 'KUBERNETES_SERVICE_HOST');
	const waits = host === undefined
		? (servesServices(kubelet, context) ? undefined : 'failed to create the CNI server: dial tcp: connect: no route to the service network')
		: whyNoApi(`https://${host}:${variableOf(pod, 'KUBERNETES_SERVICE_PORT') ?? '443'}`, kubelet, context);
	const files = rootFiles(kubelet.machine);
	const indicator = typeof config.readinessindicatorfile === 'string' ? config.readinessindicatorfile.replace(/^\/host/v, '') : undefined;
	if (waits !== undefined || (indicator !== undefined && !files.exists(indicator))) {
		return waits ?? `have you checked that your default network is ready? still waiting for readinessindicatorfile @ ${indicator!}`;
	}

	files.mkdir(cniDirectory, {recursive: true});
	files.write(`${cniDirectory}/00-multus.conf`, `${JSON.stringify({
		cniVersion: config.cniVersion, name: 'multus-cni-network', type: 'multus-shim', clusterNetwork: config.clusterNetwork, multusNamespace: config.multusNamespace, readinessindicatorfile: config.readinessindicatorfile,
	})}\n`, {mode: 0o600});
	return undefined;
};
