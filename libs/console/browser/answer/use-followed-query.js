import { useEffect, useState } from 'preact/hooks';
import { toProblem } from '../api/problem.js';
import { useSession } from '../session.js';
import { follow, isOver, startOf } from './follow-query.js';

/**
 * A query as it goes on, by its event stream until it is over or the view is left.
 * @param {import('../api/resources.ts').Query} query
 */
export function useFollowedQuery(query) {
  const { api } = useSession();
  const [known, setKnown] = useState(() => startOf(query));
  const [problem, setProblem] = useState(/** @type {import('../api/problem.js').Problem | null} */ (null));
  useEffect(() => {
    setKnown(startOf(query));
    setProblem(null);
    if (isOver(query.status)) return undefined;
    const leaving = new AbortController();
    const listen = async () => {
      for await (const event of api.queryEvents(query.id, leaving.signal)) {
        setKnown((before) => follow(before, event));
      }
    };
    listen().catch((/** @type {unknown} */ error) => {
      if (!leaving.signal.aborted) setProblem(toProblem(error));
    });
    return () => leaving.abort();
  }, [api, query]);
  return { known, problem };
}
