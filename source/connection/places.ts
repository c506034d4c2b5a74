import path from 'node:path';
import process from 'node:process';
import type {Duplex} from 'node:stream';
import {PlaceError} from '../errors.js';
import {type Place, placeKey, placeName} from '../shell/place.js';
import type {Transport} from './channel.js';
import type {Ask, Connection, Places} from './connection.js';
import {localServer} from './local-server.js';
import {localTransport} from './local.js';
import {openPins} from './node/pins.js';
import {never} from './never.js';
import {once} from './once.js';
import {oneQuestionAtATime} from './one-question.js';
import {placeConnection, type Remembered} from './place-connection.js';
import type {KeyFile} from './ssh/private-key.js';
import {readServerFile, type Server} from './server.js';
import {noServer, terminalArguments} from './terminal.js';
import type {Ways} from './ways.js';

/**
Where sshd of a node listens, as the server sees it; port 22 where nothing else is said.
*/
export type NodeAddress = {readonly address: string; readonly user: string; readonly port?: number};

export type PlacesOptions = {
	/**
	`USER@HOST[:PORT]`, an ssh alias, or `this-host`.
	*/
	readonly server: string | undefined;
	readonly nodes: (name: string) => NodeAddress | undefined;
	/**
	The private key for the nodes, on the server. This path and the next two may start with `~/`: the login's home there.
	*/
	readonly nodeKeyPath: string;
	/**
	On the server: holds `NODE.pub`, the host key that the wizard put into the node's seed.
	*/
	readonly hostKeyDirectory: string;
	/**
	On the server, and of the same name on nodes: holds the lock of exclusive scripts.
	*/
	readonly lockDirectory: string;
	/**
	The lab's own, on this machine.
	*/
	readonly knownHostsFile: string;
	readonly ask: Ask;
	readonly onNote?: (text: string) => void;
	readonly environment?: NodeJS.ProcessEnv;
	/**
	Another ssh configuration than the user's: `ssh -F`.
	*/
	readonly sshConfigFile?: string;
	/**
	In the place of ssh and this machine's own shell.
	*/
	readonly ways?: Ways | undefined;
};

/**
Places, and TCP connections from the server to what it reaches.
*/
export type TunnelledPlaces = Places & {
	/**
	`hop` is what a person calls the other end. Rejects with a `PlaceError`.
	*/
	readonly tunnel: (host: string, port: number, hop: string) => Promise<Duplex>;
};

type Reached = {readonly connection: Connection; readonly gone: Promise<void>};

/**
Reaches places: this machine, the server, and the nodes through it. Each is connected once, and again after it was lost.
*/
export function openPlaces(options: PlacesOptions): TunnelledPlaces {
	const {environment = process.env, onNote = () => undefined} = options;
	const ask = oneQuestionAtATime(options.ask);
	const configArguments = options.sshConfigFile === undefined ? [] : ['-F', options.sshConfigFile];
	const pins = openPins(options.knownHostsFile);
	const known = new Map<string, {readonly reach: () => Promise<Reached>; readonly remembered: Remembered}>();
	const reached = new Set<string>();
	const toClose = new Set<() => void>();
	const keyFiles = new Map<string, KeyFile>();

	// Kept apart from the place: a node needs the way, not the place.
	const server = once(async () => kept(await connectServer()), async ({gone}) => gone);
	const privateKey = once(async () => readPrivateKey());

	async function connectServer(): Promise<Server> {
		if (options.server === undefined) {
			throw noServer('remote server');
		}

		if (options.ways) {
			return options.ways.server();
		}

		if (options.server === 'this-host') {
			return localServer(environment);
		}

		// Loaded when it is needed: it takes longer than the wizard's first frame may.
		const {openServer} = await import('./open-server.js');
		return openServer(options.server, {ask, ssh: {configArguments, environment}, keyFiles});
	}

	async function readPrivateKey(): Promise<string> {
		const text = await readServerFile(await server(), options.nodeKeyPath);
		if (text === undefined) {
			throw new PlaceError(`The key for the nodes is not on the server: ${options.nodeKeyPath}`, 'remote server', ['Run the step that makes it first']);
		}

		return text;
	}

	async function openTransport(place: Place): Promise<{readonly transport: Transport; readonly gone: Promise<void>}> {
		switch (place.kind) {
			case 'local': {
				return {transport: options.ways?.local ?? localTransport(environment), gone: never};
			}

			case 'remote': {
				return server();
			}

			case 'node': {
				const node = options.nodes(place.name);
				if (!node) {
					throw new PlaceError(`There is no node ${place.name} in this lab`, place.name);
				}

				const {connectNode} = await import('./node/connect.js');
				const {hostKeyDirectory, knownHostsFile} = options;
				return kept(await connectNode({
					...node, name: place.name, privateKey: await privateKey(), server: await server(), pins, knownHostsFile, hostKeyDirectory, ask,
					// A rehearsal shares one processor with all that it plays.
					...(options.ways && {timeoutMs: 120_000}),
				}));
			}
		}
	}

	function kept<Way extends {readonly transport: Transport; readonly gone: Promise<void>}>(way: Way): Way {
		toClose.add(way.transport.close);
		void way.gone.then(() => toClose.delete(way.transport.close));
		return way;
	}

	const open = new Set<Connection>();

	function placeOf(place: Place) {
		// The wizard makes the user of a node, who may use sudo without a password: nobody has to look.
		const remembered: Remembered = {ended: new Set(), ...(place.kind === 'node' && {sudo: {kind: 'passwordless'}})};
		return {
			remembered,
			reach: once(async () => {
				const {transport, gone} = await openTransport(place);
				const connection = placeConnection({
					place, transport, lockDirectory: lockDirectory(place), ask, onNote, remembered,
				});
				open.add(connection);
				void gone.then(() => open.delete(connection));
				return {gone, connection};
			}, async ({gone}) => gone),
		};
	}

	function lockDirectory(place: Place): string {
		switch (place.kind) {
			case 'local': {
				return path.dirname(path.resolve(options.knownHostsFile));
			}

			case 'remote': {
				return options.lockDirectory;
			}

			case 'node': {
				return '~/.dpu-wizard';
			}
		}
	}

	async function connect(place: Place): Promise<Connection> {
		const key = placeKey(place);
		const found = known.get(key) ?? placeOf(place);
		known.set(key, found);
		const {connection} = await found.reach();
		reached.add(key);
		return connection;
	}

	return {
		connect,
		async reachKnown(place) {
			return place.kind === 'node' && await pins.find(place.name) === undefined ? undefined : connect(place);
		},
		async tunnel(host, port, hop) {
			const {reach} = await server();
			return reach(host, port, hop);
		},
		wasReached: place => reached.has(placeKey(place)),
		async terminal(place) {
			if (options.ways) {
				throw new PlaceError('There is no terminal in a rehearsal', placeName(place), ['Its machines are played by this process: only what the steps need is there']);
			}

			const node = place.kind === 'node' ? options.nodes(place.name) : undefined;
			return terminalArguments(place, {
				...options, configArguments, node: node && place.kind === 'node' ? {...node, name: place.name} : undefined,
			});
		},
		async tellHeard() {
			await Promise.all(open.values().map(async connection => connection.tellHeard()));
		},
		async close() {
			for (const close of [...toClose].toReversed()) {
				close();
			}
		},
	};
}
