import type {Buffer} from 'node:buffer';
import ssh2, {type ParsedKey} from 'ssh2';
import type {Ask} from '../connection.js';
import type {KeyFile} from './private-key.js';

export type KeyRingOptions = {
	/**
	Socket of the user's agent.
	*/
	readonly agent: string | undefined;
	readonly keyFiles: readonly KeyFile[];
	readonly identitiesOnly: boolean;
	readonly ask: Ask;
	/**
	Told of each key that is offered, and of an agent that does not answer.
	*/
	readonly onTried: (what: string) => void;
};

type Holder = {readonly publicKey: ParsedKey; readonly label: string; readonly file?: KeyFile};

/**
The keys of the agent and of the user's files as one agent, in OpenSSH's order. So a public key is offered first, and a passphrase is asked for only when the
server wants that key.
*/
export class KeyRing extends ssh2.BaseAgent {
	readonly #options: KeyRingOptions;
	readonly #agent: ssh2.OpenSSHAgent | undefined;
	#holders: readonly Holder[] = [];

	constructor(options: KeyRingOptions) {
		super();
		this.#options = options;
		this.#agent = options.agent === undefined ? undefined : new ssh2.OpenSSHAgent(options.agent);
	}

	override getIdentities(callback: (error?: Error | null, keys?: ParsedKey[]) => void): void {
		void this.#collect().then(holders => {
			this.#holders = holders;
			for (const {label} of holders) {
				this.#options.onTried(label);
			}

			callback(undefined, holders.map(holder => holder.publicKey));
		});
	}

	override sign(publicKey: ParsedKey, data: Buffer, options: ssh2.SigningRequestOptions | ssh2.SignCallback, callback?: ssh2.SignCallback): void {
		const done = typeof options === 'function' ? options : callback!;
		const request = typeof options === 'function' ? {} : options;
		const holder = this.#holders.find(each => isSame(each.publicKey, publicKey));
		if (!holder?.file) {
			this.#agent!.sign(publicKey, data, request, done);
			return;
		}

		void holder.file.unlock(this.#options.ask).then(key => {
			const signature: unknown = key?.sign(data, request.hash);
			if (signature === undefined || signature instanceof Error) {
				done(new Error(`${holder.label} could not be unlocked`));
			} else {
				done(undefined, signature as Buffer);
			}
		}).catch(done);
	}

	async #collect(): Promise<Holder[]> {
		const {keyFiles, identitiesOnly} = this.#options;
		const inAgent = await this.#agentKeys();
		const named = keyFiles.flatMap(file => inAgent.filter(key => isSame(key, file.publicKey)));
		const others = identitiesOnly ? [] : inAgent.filter(key => !named.includes(key));
		return [
			...[...named, ...others].map(publicKey => ({publicKey, label: `agent's key${publicKey.comment === '' ? '' : ` ${publicKey.comment}`}`})),
			...keyFiles.filter(file => named.every(key => !isSame(key, file.publicKey))).map(file => ({publicKey: file.publicKey, label: `key ${file.path}`, file})),
		];
	}

	async #agentKeys(): Promise<ParsedKey[]> {
		return new Promise(resolve => {
			if (!this.#agent) {
				resolve([]);
				return;
			}

			this.#agent.getIdentities((error, keys) => {
				if (error) {
					this.#options.onTried('the ssh agent, which does not answer');
				}

				resolve(error ? [] : keys as ParsedKey[]);
			});
		});
	}
}

const isSame = (one: ParsedKey, other: ParsedKey) => one.getPublicSSH().equals(other.getPublicSSH());
