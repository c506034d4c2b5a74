import {createContext, use, useLayoutEffect} from 'react';
import {useLatest} from './machine.js';
import {type KeyName, type Keymap, lookUp} from './keys.js';

/**
Takes a key or a paste, or says why it does nothing.
*/
export type KeyTaker = {
	readonly keymap: () => Keymap<unknown>;
	readonly onKey: (name: KeyName) => string | undefined;
	readonly onPaste: (text: string) => string | undefined;
};

/**
Who gets the keys: the one on top. One listener at the root hands them on, so that no key falls between a screen that goes and one that comes.
*/
export class KeyRouter {
	#takers: ReadonlyArray<{readonly taker: KeyTaker; readonly rank: number}> = [];

	top(): KeyTaker | undefined {
		return this.#takers.at(-1)?.taker;
	}

	/**
	Puts a taker on top of those with the same or a lower rank, and returns what takes it away again.
	*/
	add(taker: KeyTaker, rank: number): () => void {
		const entry = {taker, rank};
		this.#takers = [...this.#takers, entry].toSorted((a, b) => a.rank - b.rank);
		return () => {
			this.#takers = this.#takers.filter(each => each !== entry);
		};
	}
}

export const KeyRouterContext = createContext<KeyRouter>(new KeyRouter());

/**
What lies over a screen gets the keys before it, whichever came first.
*/
export const ranks = {screen: 0, question: 1, help: 2} as const;

/**
Gives a screen the keys for as long as it is shown. `keymapOf` is asked at each key, so that it sees the state as it is then.
*/
export function useKeymap<Action>(keymapOf: () => Keymap<Action>, send: (action: Action) => void, rank: number = ranks.screen) {
	const router = use(KeyRouterContext);
	const latest = useLatest({keymapOf, send});
	useLayoutEffect(() => {
		const taker: KeyTaker = {
			keymap: () => latest.current.keymapOf(),
			onKey(name) {
				const outcome = lookUp(latest.current.keymapOf(), name);
				if (outcome.kind === 'nothing') {
					return outcome.reason;
				}

				latest.current.send(outcome.action);
				return undefined;
			},
			onPaste(text) {
				const {onPaste} = latest.current.keymapOf();
				if (!onPaste) {
					return 'There is nothing to paste into here.';
				}

				latest.current.send(onPaste(text));
				return undefined;
			},
		};
		return router.add(taker, rank);
	}, [router, latest, rank]);
}
