import {mkdirSync, renameSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {UserError} from '../errors.js';
import {openTunnel, type Tunnel} from '../connection/tunnel.js';
import {
	kubeconfigHere,
	kubeconfigName,
	kubeconfigOnServer,
	preferredPort,
} from '../lab/kubeconfig.js';
import {installerOf} from '../lab/installer.js';
import type {Cluster, Lab} from '../lab/lab.js';
import {labDirectory} from '../lab/paths.js';
import {nearest} from '../plan/nearest.js';
import {explainError} from '../report/error-text.js';
import {homePath} from '../shell/home.js';
import {sh} from '../shell/command.js';
import {quote} from '../shell/quote.js';
import {remoteServer} from '../shell/place.js';
import {exitStatus} from './exit-status.js';
import {labInUse} from './labs.js';
import {openSession, type Session, withServer} from './session.js';
import {
	type Command,
	type Context,
	print,
	tell,
} from './surroundings.js';
import {terminalAsk} from './terminal-ask.js';

const ends = ['infra', 'tenant', 'vnc'] as const;

type End = (typeof ends)[number];

/**
Holds tunnels open, through the connection that everything else takes, until Ctrl-C: to the API of each cluster, with a kubeconfig on this machine.
*/
export const command: Command = async context => {
	const wanted = endsNamed(context.given.positionals);
	const definition = withServer(await labInUse(context));
	const {ask} = terminalAsk(context);
	const session = openSession(definition, {
		...context,
		ask,
		onNote(text) {
			tell(context, text);
		},
	});
	const open: Tunnel[] = [];
	try {
		await session.reach(remoteServer);
		const files = [];
		for (const end of wanted) {
			if (end === 'vnc') {
				open.push(await openScreen(context, session));
			} else {
				const {tunnel, file} = await openCluster(context, session, session.plan.lab[end]);
				open.push(tunnel);
				files.push(file);
				tell(context, `Open: kubectl --context ${session.plan.lab.name}-${end} get nodes`);
			}
		}

		if (files.length > 0) {
			print(context, `export KUBECONFIG=${quote(files.join(path.delimiter))}`);
		}

		tell(context, 'Ctrl-C closes.');
		await interrupted(context);
		return exitStatus.done;
	} finally {
		for (const tunnel of open) {
			tunnel.close();
		}

		await session.close();
	}
};

function endsNamed(names: readonly string[]): readonly End[] {
	const unknown = names.find(name => !(ends as readonly string[]).includes(name));
	if (unknown !== undefined) {
		throw new UserError(`There is no tunnel to ${JSON.stringify(unknown)}.`, [`Did you mean ${nearest(unknown, ends)}?`]);
	}

	return names.length === 0 ? ['infra', 'tenant'] : ends.filter(end => names.includes(end));
}

async function openCluster(context: Context, session: Session, cluster: Cluster): Promise<{readonly tunnel: Tunnel; readonly file: string}> {
	const {lab} = session.plan;
	const text = await readKubeconfig(session, lab, cluster);
	const tunnel = await openTo(context, session, {
		host: cluster.controller.managementIp, port: 6443, hop: cluster.controller.name, what: cluster.name,
	});
	const here = kubeconfigHere(text, {lab, cluster, port: tunnel.port});
	if (here === undefined) {
		tunnel.close();
		throw new UserError(`What the server keeps as the kubeconfig of the ${cluster.name} cluster is none.`, ['Make it anew: dpu-wizard undo launch.kubeconfig-server, then dpu-wizard run --only launch.kubeconfig-server']);
	}

	return {tunnel, file: write(labDirectory(lab.name, context.home), kubeconfigName(cluster), here)};
}

type Target = {readonly host: string; readonly port: number; readonly hop: string; readonly what: string};

const openTo = async (context: Context, session: Session, {host, port, hop, what}: Target): Promise<Tunnel> => openTunnel({
	reach: async () => session.tunnel(host, port, hop),
	preferredPort: preferredPort(session.plan.lab, what),
	onTrouble(error) {
		for (const line of explainError(error, context.home)) {
			tell(context, line);
		}
	},
});

/**
To the screen of the VM in which the golden image is installed; libvirt says at which port of the server's loopback it is.
*/
async function openScreen(context: Context, session: Session): Promise<Tunnel> {
	const {name} = installerOf(session.plan.lab);
	const shown = await read(session, sh`sudo virsh vncdisplay ${name}`.text);
	const display = /:(?<display>\d{1,5})\s*$/v.exec(shown ?? '')?.groups?.display;
	if (display === undefined) {
		throw new UserError(`The VM ${name} has no screen now.`, ['It is there between its two steps, for IMAGE_KIND=iso: dpu-wizard run --to base-vm.installer']);
	}

	const tunnel = await openTo(context, session, {
		host: '127.0.0.1', port: 5900 + Number(display), hop: `the screen of ${name}`, what: 'vnc',
	});
	print(context, `vncviewer 127.0.0.1::${tunnel.port}`);
	tell(context, `Any VNC viewer serves: the address is 127.0.0.1, the port ${tunnel.port}. There is no password: on the server, whoever may log in there reaches it too.`);
	return tunnel;
}

// Into place whole, and never readable by anybody else, not for a moment.
function write(directory: string, name: string, text: string): string {
	mkdirSync(directory, {recursive: true, mode: 0o700});
	const file = path.join(directory, name);
	writeFileSync(`${file}.new`, text, {mode: 0o600});
	renameSync(`${file}.new`, file);
	return file;
}

async function readKubeconfig(session: Session, lab: Lab, cluster: Cluster): Promise<string> {
	const text = await read(session, sh`cat -- ${homePath(kubeconfigOnServer(lab, cluster))} 2>/dev/null`.text);
	if (text !== undefined) {
		return text;
	}

	throw new UserError(`The server has no kubeconfig of the ${cluster.name} cluster yet.`, ['It comes with its step: dpu-wizard run --to launch.kubeconfig-server']);
}

/**
What a script on the server prints, or undefined where it fails.
*/
async function read(session: Session, script: string): Promise<string | undefined> {
	const connection = await session.places.connect(remoteServer);
	const decoder = new TextDecoder();
	let text = '';
	const outcome = await connection.execute(script, {
		onOutput(stream, chunk) {
			if (stream === 'stdout') {
				text += decoder.decode(chunk, {stream: true});
			}
		},
	});
	return outcome.kind === 'exited' && outcome.code === 0 ? text : undefined;
}

const interrupted = async (context: Context): Promise<void> => new Promise(resolve => {
	const forget = context.onInterrupt(() => {
		forget();
		resolve();
	});
});
