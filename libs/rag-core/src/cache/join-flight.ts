import type { QueryContext } from '../answer/query-context.ts';
import type { FlightRole, FlightRequest, SingleFlight } from '../ports/single-flight.ts';
import { PATIENT_BUDGET_MS } from './cache-session.ts';
import { findExact, type FoundEntry } from './find-exact.ts';
import type { QueryCache } from './query-cache.ts';

export type JoinedFlight =
  | { readonly role: 'follower'; readonly retryInMs: number }
  | (Extract<FlightRole, { role: 'leader' }> & {
      /** What another flight left between this question's lookup and now; then nothing is left to write. */
      readonly answeredMeanwhile: FoundEntry | null;
    });

/** Joins the flight of the equal questions; null to write an answer alone. */
export async function joinFlight(run: QueryContext, cache: QueryCache): Promise<JoinedFlight | null> {
  const { flights } = run.ports.cache;
  const { queryId, lane, mayWait } = run.question;
  if (flights === null || !cache.mayRead || !cache.mayWrite || cache.session.isAway()) return null;
  const request = {
    tenantId: cache.searchScope.access.tenantId,
    flightId: cache.entry.entryId,
    queryId,
    lane,
  };
  const joined = await joinInTime(flights, cache, request);
  if (joined === null || joined.role === 'alone') return null;
  if (joined.role === 'follower') return mayWait ? joined : null;
  cache.budget.leftMs = Math.max(cache.budget.leftMs, PATIENT_BUDGET_MS);
  try {
    return { ...joined, answeredMeanwhile: await answeredMeanwhile(run, cache) };
  } catch (error) {
    await joined.complete('lost');
    throw error;
  }
}

/** Null when nobody was heard in time. A lead that comes after that goes to another at once: nobody would complete it. */
async function joinInTime(
  flights: SingleFlight,
  cache: QueryCache,
  request: FlightRequest,
): Promise<FlightRole | null> {
  let joined: Promise<FlightRole> | null = null;
  let heard: FlightRole | null = null;
  try {
    heard = await cache.session.ask(() => (joined = flights.join(request)));
    return heard;
  } finally {
    if (heard === null) void giveBack(joined);
  }
}

async function giveBack(joined: Promise<FlightRole> | null): Promise<void> {
  const late = await joined?.catch(() => null);
  if (late?.role === 'leader') await late.complete('lost');
}

async function answeredMeanwhile(run: QueryContext, cache: QueryCache): Promise<FoundEntry | null> {
  const found = await findExact(run, cache);
  const direct = found.find(({ isDirect }) => isDirect);
  return direct === undefined ? null : { ...direct, tier: 'flight' };
}
