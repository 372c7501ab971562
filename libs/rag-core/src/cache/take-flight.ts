import type { QueryRun } from '../answer/query-run.ts';
import type { Boarding, Passenger, SingleFlight } from '../ports/single-flight.ts';
import { PATIENT_BUDGET_MS } from './cache-session.ts';
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
  const boarding = await boardInTime(flights, cache, passenger);
  if (boarding === null || boarding.role === 'alone') return null;
  if (boarding.role === 'follower') return mayWait ? boarding : null;
  cache.budget.leftMs = Math.max(cache.budget.leftMs, PATIENT_BUDGET_MS);
  try {
    return { ...boarding, landedMeanwhile: await landedMeanwhile(run, cache) };
  } catch (error) {
    await boarding.land('lost');
    throw error;
  }
}

/** Null when nobody was heard in time. A lead that comes after that goes to another at once: nobody would land it. */
async function boardInTime(
  flights: SingleFlight,
  cache: QueryCache,
  passenger: Passenger,
): Promise<Boarding | null> {
  let boarding: Promise<Boarding> | null = null;
  let heard: Boarding | null = null;
  try {
    heard = await cache.session.ask(() => (boarding = flights.board(passenger)));
    return heard;
  } finally {
    if (heard === null) void giveBack(boarding);
  }
}

async function giveBack(boarding: Promise<Boarding> | null): Promise<void> {
  const late = await boarding?.catch(() => null);
  if (late?.role === 'leader') await late.land('lost');
}

async function landedMeanwhile(run: QueryRun, cache: QueryCache): Promise<FoundEntry | null> {
  const found = await findExact(run, cache);
  const direct = found.find(({ isDirect }) => isDirect);
  return direct === undefined ? null : { ...direct, tier: 'flight' };
}
