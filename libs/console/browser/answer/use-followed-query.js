import { useEffect, useState } from 'preact/hooks';
import { toProblem } from '../api/problem.js';
import { useSession } from '../session.js';
import { follow, isOver, startOf, withStatus } from './follow-query.js';

const PLACE_EVERY_MS = 2_000;

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
  usePlace(query.id, known.status === 'queued' && problem === null, setKnown);
  return { known, problem };
}

/**
 * Asks for the place in the lane while it waits: the stream tells of it once at most.
 * @param {string} id
 * @param {boolean} isWaiting
 * @param {(change: (known: import('./follow-query.js').Followed) => import('./follow-query.js').Followed) => void} setKnown
 */
function usePlace(id, isWaiting, setKnown) {
  const { api } = useSession();
  useEffect(() => {
    if (!isWaiting) return undefined;
    const timer = setInterval(() => {
      // What goes wrong here is told by the stream, or is over at the next turn.
      api.query(id).then(
        (query) => setKnown((known) => (isOver(query.status) ? known : withStatus(known, query))),
        () => undefined,
      );
    }, PLACE_EVERY_MS);
    return () => clearInterval(timer);
  }, [api, id, isWaiting, setKnown]);
}
