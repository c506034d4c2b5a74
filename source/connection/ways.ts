import type {Transport} from './channel.js';
import type {Server} from './server.js';

/**
Other ways to the places than ssh and this machine's own shell: the rehearsal's. Nodes are reached through its server as through any.
*/
export type Ways = {
	readonly server: () => Promise<Server>;
	readonly local: Transport;
};
