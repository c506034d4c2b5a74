import {
	type RefObject,
	useInsertionEffect,
	useReducer,
	useRef,
} from 'react';

/**
A screen's state after an action, and what has to happen outside of it.
*/
export type Step<State, Effect = never> = readonly [State, Effect?];
export type Update<State, Action, Effect = never> = (state: State, action: Action) => Step<State, Effect>;

export type Machine<State, Action> = {
	readonly state: State;
	/**
	The state as it is now, which may be newer than the one that was rendered.
	*/
	readonly get: () => State;
	readonly send: (action: Action) => void;
};

/**
A value for callbacks that outlive a render.
*/
export function useLatest<T>(value: T): RefObject<T> {
	const latest = useRef(value);
	useInsertionEffect(() => {
		latest.current = value;
	});
	return latest;
}

/**
State with a pure update function, where every action meets the state that the one before left, whether or not that has been rendered yet.
*/
export function useMachine<State, Action, Effect>(
	update: Update<State, Action, Effect>,
	initial: () => State,
	perform?: (effect: NonNullable<Effect>, send: (action: Action) => void) => void,
): Machine<State, Action> {
	const [, rerender] = useReducer((count: number) => count + 1, 0);
	const performer = useLatest(perform);
	const machine = useRef<{state: State; readonly get: () => State; readonly send: (action: Action) => void}>(null);
	machine.current ??= {
		state: initial(),
		get: () => machine.current!.state,
		send(action) {
			const own = machine.current!;
			const [next, effect] = update(own.state, action);
			const isSame = next === own.state;
			own.state = next;
			if (!isSame) {
				rerender();
			}

			if (effect !== undefined && effect !== null) {
				performer.current?.(effect, own.send);
			}
		},
	};
	const {state, get, send} = machine.current;
	return {state, get, send};
}
