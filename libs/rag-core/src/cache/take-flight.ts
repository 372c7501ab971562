import type { QueryRun } from '../answer/query-run.ts';
import type { Boarding } from '../ports/single-flight.ts';
import { findExact, type FoundEntry } from './find-exact.ts';
import type { QueryCache } from './query-cache.ts';

export type TakenFlight =
  | { readonly role: 'follower'; readonly retryInMs: number }
  | (Extract<Boarding, { role: 'leader' }> & {
      /** What another flight left between this question's lookup and now; then nothing is left to write. */
      readonly landedMeanwhile: FoundEntry | null;
    });

/** Boards the flight of the equal questions; null to write an answer alone. */
export async function takeFlight(run: QueryRun, cache: QueryCache): Promise<TakenFlight | null> {
  const { flights } = run.ports.cache;
  const { queryId, lane, mayWait } = run.question;
  if (flights === null || !cache.mayRead || !cache.mayWrite || cache.session.isAway()) return null;
  const passenger = { tenantId: cache.sight.access.tenantId, flightId: cache.entry.entryId, queryId, lane };
  const boarding = await cache.session.ask(() => flights.board(passenger));
  if (boarding === null || boarding.role === 'alone') return null;
  if (boarding.role === 'follower') return mayWait ? boarding : null;
  return { ...boarding, landedMeanwhile: await landedMeanwhile(run, cache) };
}

async function landedMeanwhile(run: QueryRun, cache: QueryCache): Promise<FoundEntry | null> {
  const found = await findExact(run, cache);
  const direct = found.find(({ isDirect }) => isDirect);
  return direct === undefined ? null : { ...direct, tier: 'flight' };
}
