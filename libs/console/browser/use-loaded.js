import { useCallback, useEffect, useState } from 'preact/hooks';
import { toProblem } from './api/problem.js';

/**
 * What a call came to, again whenever `facts` change. A reply that is no longer wanted is dropped.
 * @template Value
 * @param {() => Promise<Value>} load
 * @param {readonly unknown[]} facts
 * @returns {{ value: Value | null, problem: import('./api/problem.js').Problem | null, reload: () => void }}
 */
export function useLoaded(load, facts) {
  const [state, setState] = useState(
    /** @type {{ value: Value | null, problem: import('./api/problem.js').Problem | null }} */ ({
      value: null,
      problem: null,
    }),
  );
  const [round, setRound] = useState(0);
  useEffect(() => {
    let isWanted = true;
    load().then(
      (value) => isWanted && setState({ value, problem: null }),
      (error) => isWanted && setState({ value: null, problem: toProblem(error) }),
    );
    return () => {
      isWanted = false;
    };
  }, [...facts, round]);
  return { ...state, reload: useCallback(() => setRound((before) => before + 1), []) };
}
