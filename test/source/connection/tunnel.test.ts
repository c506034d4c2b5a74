import {once} from 'node:events';
import {
	createServer,
	connect,
	type Socket,
	type AddressInfo,
} from 'node:net';
import {expect, onTestFinished, test} from 'vitest';
import {openTunnel} from '../../../source/connection/tunnel.js';

async function echoServer(): Promise<number> {
	const server = createServer(socket => {
		socket.pipe(socket);
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	onTestFinished(() => {
		server.close();
	});
	return (server.address() as AddressInfo).port;
}

async function dial(port: number): Promise<Socket> {
	const socket = connect(port, '127.0.0.1');
	socket.on('error', () => undefined);
	await once(socket, 'connect');
	return socket;
}

async function answer(socket: Socket, text: string): Promise<string> {
	socket.write(text);
	const [chunk] = await once(socket, 'data') as [Uint8Array];
	return new TextDecoder().decode(chunk);
}

test('everything goes through, for several at once, and closing closes all', async () => {
	const far = await echoServer();
	const tunnel = await openTunnel({
		reach: async () => dial(far), preferredPort: 0, onTrouble: () => undefined,
	});
	const sockets = await Promise.all([dial(tunnel.port), dial(tunnel.port)]);
	expect(await Promise.all(sockets.map(async (socket, index) => answer(socket, `hello ${index}`)))).toEqual(['hello 0', 'hello 1']);
	const closed = sockets.map(async socket => once(socket, 'close'));
	tunnel.close();
	await Promise.all(closed);
});

test('a port that somebody has is left to them', async () => {
	const taken = await echoServer();
	const tunnel = await openTunnel({
		reach: async () => dial(taken), preferredPort: taken, onTrouble: () => undefined,
	});
	onTestFinished(tunnel.close);
	expect(tunnel.port).not.toBe(taken);
	const socket = await dial(tunnel.port);
	expect(await answer(socket, 'hello')).toBe('hello');
	socket.destroy();
});

test('an end that can\'t be reached is told, and the next connection tries again', async () => {
	const far = await echoServer();
	const told: unknown[] = [];
	let isDown = true;
	const tunnel = await openTunnel({
		async reach() {
			if (isDown) {
				throw new Error('The node is off');
			}

			return dial(far);
		},
		preferredPort: 0,
		onTrouble(error) {
			told.push(error);
		},
	});
	onTestFinished(tunnel.close);
	const refused = await dial(tunnel.port);
	refused.resume();
	await once(refused, 'close');
	expect(told).toEqual([new Error('The node is off')]);
	isDown = false;
	const socket = await dial(tunnel.port);
	expect(await answer(socket, 'hello')).toBe('hello');
	socket.destroy();
});
