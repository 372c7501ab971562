/** What is known of many names, made on first use. */
export interface States<State> {
  of(name: string): State;
}

export interface StatesOptions<State> {
  readonly create: () => State;
  /** False when forgetting it does no harm. */
  readonly isInUse: (state: State) => boolean;
  readonly maxNames?: number;
}

/** Beyond `maxNames` those are forgotten that are in no use, longest unasked first, and if need be any. */
export function createStates<State>({
  create,
  isInUse,
  maxNames = 10_000,
}: StatesOptions<State>): States<State> {
  const states = new Map<string, State>();
  const forgetOne = (): void => {
    for (const [name, state] of states) if (!isInUse(state)) return void states.delete(name);
    const [oldest] = states.keys();
    if (oldest !== undefined) states.delete(oldest);
  };
  return {
    of: (name) => {
      const state = states.get(name) ?? create();
      // Asked for again, it is the last to be forgotten.
      states.delete(name);
      if (states.size >= maxNames) forgetOne();
      states.set(name, state);
      return state;
    },
  };
}
