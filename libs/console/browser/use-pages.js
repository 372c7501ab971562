import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { toProblem } from './api/problem.js';

/**
 * A list that grows by pages; from its first page again whenever `facts` change.
 * @template {{ readonly id: string }} Item
 * @param {(after: string | null) => Promise<import('./api/resources.ts').Page<Item>>} load
 * @param {readonly unknown[]} facts
 */
export function usePages(load, facts) {
  const [state, setState] = useState({
    items: /** @type {readonly Item[]} */ ([]),
    hasMore: false,
    isLoading: true,
    problem: /** @type {import('./api/problem.js').Problem | null} */ (null),
  });
  const wanted = useRef(0);
  const loadMore = useCallback(async (/** @type {readonly Item[]} */ items) => {
    wanted.current += 1;
    const turn = wanted.current;
    setState((before) => ({ ...before, items, isLoading: true, problem: null }));
    try {
      const page = await load(items.at(-1)?.id ?? null);
      if (turn !== wanted.current) return;
      setState({
        items: [...items, ...page.data],
        hasMore: page.has_more === true,
        isLoading: false,
        problem: null,
      });
    } catch (error) {
      if (turn === wanted.current)
        setState({ items, hasMore: false, isLoading: false, problem: toProblem(error) });
    }
  }, facts);
  useEffect(() => void loadMore([]), [loadMore]);
  return { ...state, more: () => loadMore(state.items), reload: () => loadMore([]) };
}
