import {createServer, type Socket} from 'node:net';
import type {Duplex} from 'node:stream';

export type Tunnel = {
	/**
	On 127.0.0.1 of this machine.
	*/
	readonly port: number;
	readonly close: () => void;
};

export type TunnelOptions = {
	/**
	A new way to the other end, for each connection that somebody makes to this one.
	*/
	readonly reach: () => Promise<Duplex>;
	/**
	Another is taken where somebody has this one.
	*/
	readonly preferredPort: number;
	/**
	The other end can't be reached, for now: the tunnel stays open, and the next connection tries again.
	*/
	readonly onTrouble: (error: unknown) => void;
};

/**
Listens on 127.0.0.1, and on nothing else, until it is closed.
*/
export async function openTunnel({reach, preferredPort, onTrouble}: TunnelOptions): Promise<Tunnel> {
	const open = new Set<Duplex>();
	const join = async (socket: Socket) => {
		keep(open, socket);
		try {
			const way = keep(open, await reach());
			way.pipe(socket);
			socket.pipe(way);
			socket.once('close', () => {
				way.destroy();
			});
			way.once('close', () => {
				socket.destroy();
			});
		} catch (error) {
			socket.destroy();
			onTrouble(error);
		}
	};

	const server = createServer(socket => {
		void join(socket);
	});
	const listen = async (port: number) => new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, '127.0.0.1', () => {
			server.off('error', reject);
			resolve();
		});
	});
	try {
		await listen(preferredPort);
	} catch {
		await listen(0);
	}

	const address = server.address();
	if (address === null || typeof address === 'string') {
		throw new Error('A tunnel has no port');
	}

	return {
		port: address.port,
		close() {
			server.close();
			for (const way of open) {
				way.destroy();
			}
		},
	};
}

function keep<Way extends Duplex>(open: Set<Duplex>, way: Way): Way {
	open.add(way);
	// Whoever breaks off, breaks off: the close that follows ends the other side too.
	way.on('error', () => undefined);
	way.once('close', () => {
		open.delete(way);
	});
	return way;
}
