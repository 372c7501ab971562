import { expect, test } from 'vitest';
import type { QueryOutcome } from '../../load/read-outcomes.ts';
import { reportSoak, type SoakFindings } from './soak-report.ts';
import { type SoakQuery, UNANSWERED } from './soak-queries.ts';

const SECONDS = 10;
const DUE_MS = 1_000_000;

// A model that takes 1, 2, 3 ... seconds, and a fleet that adds 10, 20, 30 ... ms to it.
const accepted = Array.from(
  { length: 10 },
  (_, index): SoakQuery => ({
    status: 202,
    id: `q_${index}`,
    asker: { url: '', tenant: { tenantId: 't', key: 'k' } },
    at: 100 + index,
    hasCallback: false,
    dueAtMs: DUE_MS - 5,
    postMs: 4,
  }),
);
const outcomes = accepted.map(
  (_, index): QueryOutcome => ({
    status: 'succeeded',
    acceptedAtMs: DUE_MS,
    finishedAtMs: DUE_MS + (index + 1) * 1_010,
    cache: 'miss',
    level: 'full',
    reasons: [],
    timingsMs: { queue_wait: 55 },
  }),
);
const memory = Array.from({ length: 60 }, (_, second) => ({ atMs: second * 1_000, megabytes: [50, 255.05] }));

const findings: SoakFindings = {
  queries: accepted,
  accepted,
  outcomes,
  cpuUs: new Map([
    ['worker', 50_000],
    ['redis', 20_000],
  ]),
  providerMs: new Map(accepted.map(({ at }, index) => [at, (index + 1) * 1_000])),
  delivered: 1,
  undelivered: 0,
  idle: { atMs: 0, megabytes: [50, 200] },
  memory,
  workers: [1],
  perSecond: 1,
  seconds: SECONDS,
  fleet: 'none',
};
const ratioOf = (more: Partial<SoakFindings>, figure: string): number | null | undefined =>
  reportSoak({ ...findings, ...more }).figures?.[figure]?.ratio;
const isMet = (more: Partial<SoakFindings>, figure: string): boolean | undefined =>
  reportSoak({ ...findings, ...more }).figures?.[figure]?.met;

test('what the model took of each query is not the fleet’s', () => {
  expect(ratioOf({}, 'p50_without_the_model_ms')).toBeCloseTo(55);
  expect(ratioOf({}, 'p95_without_the_model_ms')).toBeCloseTo(95.5);
});
test('from when a query was due, its way to the fleet counts as well', () => {
  expect(ratioOf({}, 'p50_from_due_without_the_model_ms')).toBeCloseTo(60);
});
test('queries in flight are those of a second times how long each is in a worker', () => {
  expect(ratioOf({}, 'in_flight')).toBeCloseTo(5.5);
  // 55.05 MB more than before the load, held by the workers alone.
  expect(ratioOf({}, 'mb_per_query_in_flight')).toBeCloseTo(55.05 / 5.5);
});
test('the processor’s time is of all processes, for each query that was accepted', () => {
  expect(ratioOf({}, 'cpu_ms_per_query')).toBeCloseTo(7);
});
test('one query that has not ended is a loss', () => {
  const open = outcomes.with(3, { ...outcomes[0], status: 'running', finishedAtMs: null } as QueryOutcome);
  expect(isMet({}, 'not_ended')).toBe(true);
  expect(ratioOf({ outcomes: open }, 'not_ended')).toBe(1);
  expect(isMet({ outcomes: open }, 'not_ended')).toBe(false);
  expect(reportSoak({ ...findings, outcomes: open }).met).toBe(false);
});
test('so is one that was refused, one that a cache answered, and one at a lower level', () => {
  const refused = [...accepted, { ...accepted[0], id: null, status: 429 } as SoakQuery];
  expect(ratioOf({ queries: refused }, 'refused')).toBe(1);
  expect(isMet({ queries: refused }, 'refused')).toBe(false);
  expect(isMet({ queries: refused }, 'unanswered')).toBe(true);
  const changed = (more: Partial<QueryOutcome>): QueryOutcome[] =>
    outcomes.with(0, { ...outcomes[0], ...more } as QueryOutcome);
  expect(isMet({ outcomes: changed({ cache: 'hit' }) }, 'not_by_a_model')).toBe(false);
  expect(isMet({ outcomes: changed({ level: 'reduced' }) }, 'at_a_lower_level')).toBe(false);
  expect(isMet({ outcomes: changed({ status: 'failed' }) }, 'not_succeeded')).toBe(false);
  expect(isMet({ undelivered: 1 }, 'webhooks_missing')).toBe(false);
});
test('one that nobody answered is neither refused nor accepted', () => {
  const queries = [...accepted, { ...accepted[0], id: null, status: UNANSWERED } as SoakQuery];
  expect(isMet({ queries }, 'unanswered')).toBe(false);
  expect(isMet({ queries }, 'refused')).toBe(true);
});
test('memory that grows by more than a fiftieth a minute is not flat', () => {
  const growing = (perMinute: number): SoakFindings['memory'] =>
    memory.map(({ atMs }) => ({ atMs, megabytes: [100, (atMs / 60_000) * perMinute] }));
  expect(isMet({ memory: growing(1) }, 'apps_mb_per_minute')).toBe(true);
  expect(isMet({ memory: growing(4) }, 'apps_mb_per_minute')).toBe(false);
});
