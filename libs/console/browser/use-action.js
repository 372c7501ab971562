import { useCallback, useState } from 'preact/hooks';
import { toProblem } from './api/problem.js';

/**
 * Something that a person starts: one at a time, its refusal kept to be shown.
 * @template {readonly unknown[]} Parameters
 * @param {(...parameters: Parameters) => Promise<unknown>} act
 * @returns {{ run: (...parameters: Parameters) => Promise<void>, isBusy: boolean,
 *   problem: import('./api/problem.js').Problem | null }}
 */
export function useAction(act) {
  const [state, setState] = useState({
    isBusy: false,
    problem: /** @type {import('./api/problem.js').Problem | null} */ (null),
  });
  const run = useCallback(
    async (/** @type {Parameters} */ ...parameters) => {
      setState({ isBusy: true, problem: null });
      try {
        await act(...parameters);
        setState({ isBusy: false, problem: null });
      } catch (error) {
        setState({ isBusy: false, problem: toProblem(error) });
      }
    },
    [act],
  );
  return { ...state, run };
}
