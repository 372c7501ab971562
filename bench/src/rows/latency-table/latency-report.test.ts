import { describe, expect, it } from 'vitest';
import type { QueryOutcome } from '../../load/read-outcomes.ts';
import type { MixedQuery } from './ask-mixed.ts';
import { type EndedMixed, type LatencyFindings, reportLatency } from './latency-report.ts';

const QUERIES = 100;
const HITS = 60;

const query = (at: number, firstTokenMs: number): MixedQuery => ({
  status: 202,
  id: `q_${at}`,
  asker: { url: 'http://fleet', tenant: { tenantId: 'tenant-0', key: 'key' } },
  at,
  dueAtMs: 0,
  isWatched: true,
  firstTokenMs,
});

/** A query whose stages take 10 ms each, but for its generation. */
function outcomeOf(cache: string, totalMs: number): QueryOutcome {
  const stages = { queue_wait: 10, embed: 10, search: 10, fetch: 10, generate: totalMs - 40 };
  return {
    status: 'succeeded',
    acceptedAtMs: 1_000,
    finishedAtMs: 1_000 + totalMs,
    cache,
    level: 'full',
    reasons: [],
    timingsMs: cache === 'hit' ? { queue_wait: 10 } : stages,
  };
}

/** Sixty hits of 50 ms and forty misses, half of which take three seconds and half one. */
function findings(changes: Partial<LatencyFindings> = {}): LatencyFindings {
  const ended = Array.from({ length: QUERIES }, (_, at): EndedMixed => {
    if (at < HITS) return { query: query(at, 30), outcome: outcomeOf('hit', 50) };
    return { query: query(at, 400), outcome: outcomeOf('miss', at % 2 === 0 ? 3_000 : 1_000) };
  });
  return {
    asked: ended.map((one) => one.query),
    ended,
    firstTokenShare: 1,
    perSecond: 40,
    notHeld: null,
    fleet: 'a fleet',
    ...changes,
  };
}

const figure = (name: string, changes: Partial<LatencyFindings> = {}) =>
  reportLatency(findings(changes)).figures?.[name];

describe('the latency table', () => {
  it('has a line for every stage of the misses, and the totals of hits and of misses apart', () => {
    expect(figure('query_embedding_ms')).toMatchObject({ ratio: 10, met: true });
    expect(figure('total_with_cache_ms')).toMatchObject({ ratio: 50, met: true });
    expect(figure('total_no_cache_ms')?.ratio).toBe(3_000);
    expect(figure('hit_rate')?.ratio).toBeCloseTo(0.6, 9);
  });

  it('names the hit rate that all totals would need', () => {
    // Half of the misses are in time: of ten queries, nine have to be hits.
    expect(figure('hit_rate_for_2_s_over_all_totals')?.ratio).toBeCloseTo(0.9, 9);
  });

  it('sums the P95s of the stages beside the P95 of the total', () => {
    expect(figure('sum_of_p95s_of_the_stages_ms')?.ratio).toBeCloseTo(3_000, 6);
  });

  it('is met, and is not where first tokens are late or missing, or a query is refused', () => {
    const { asked, ended } = findings();
    const late = asked.map((one) => ({ ...one, firstTokenMs: 2_500 }));
    const none = asked.map((one, at) => (at === 0 ? { ...one, firstTokenMs: null } : one));
    expect(reportLatency(findings()).met).toBe(true);
    expect(reportLatency(findings({ asked: late })).met).toBe(false);
    expect(reportLatency(findings({ asked: none })).met).toBe(false);
    expect(reportLatency(findings({ firstTokenShare: 0.94 })).met).toBe(false);
    expect(reportLatency(findings({ ended: ended.slice(1) })).met).toBe(false);
  });

  it('is not met where misses are searched for without their vectors', () => {
    const ended = findings().ended.map((one, at) => ({
      ...one,
      outcome: { ...one.outcome, reasons: at % 2 === 0 && at >= HITS ? ['embedding-timeout'] : [] },
    }));
    expect(figure('worked_around', { ended })).toMatchObject({ ratio: 0.5, met: false });
    expect(figure('worked_around', { ended })?.note).toContain('embedding-timeout 20');
    expect(figure('worked_around')).toMatchObject({ ratio: 0, met: true });
  });

  it('says which rate was too high', () => {
    const note = figure('queries_a_second', { notHeld: 'at 58: 3 of 1160 refused' })?.note;
    expect(note).toContain('not 116');
    expect(note).toContain('at 58: 3 of 1160 refused');
  });
});
