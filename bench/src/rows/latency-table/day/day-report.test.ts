import { describe, expect, it } from 'vitest';
import { type DayFindings, type DaySample, laterBesideEarlier, reportDay } from './day-report.ts';

const samplesOf = (bytesAfter: (queries: number) => number): DaySample[] =>
  Array.from({ length: 11 }, (_, at) => ({
    queries: at * 1_000,
    queueBytes: bytesAfter(at * 1_000),
    cacheBytes: 1_000,
  }));

const findings = (changes: Partial<DayFindings> = {}): DayFindings => ({
  queries: 10_000,
  refused: 0,
  notSucceeded: 0,
  samples: samplesOf((queries) => 2_000_000 + queries * 4_000),
  maxMemoryMb: 82,
  endedJobs: 1,
  lastingKeys: new Map([['open', 5]]),
  seconds: 100,
  ...changes,
});

describe('a day at one to ten', () => {
  it('is told in bytes of a query, and for the whole day', () => {
    const { figures, met } = reportDay(findings());
    expect(figures?.['bytes_of_a_query']?.ratio).toBeCloseTo(4_000, 6);
    expect(figures?.['bytes_of_a_query']?.note).toContain('3815 MB a day of 1,000,000');
    expect(met).toBe(true);
  });

  it('is not met where later queries take more than earlier ones', () => {
    const samples = samplesOf((queries) => queries * 2_000 + (queries / 1_000) ** 2 * 100_000);
    expect(laterBesideEarlier(samples)).toBeGreaterThan(1.15);
    expect(reportDay(findings({ samples })).met).toBe(false);
  });

  it('is not met above the watermark, with a refusal, or with keys that never end', () => {
    for (const changes of [
      { maxMemoryMb: 50 },
      { refused: 1 },
      { notSucceeded: 1 },
      { endedJobs: 1.001 },
      { lastingKeys: new Map([['query', 10_000]]) },
    ])
      expect(reportDay(findings(changes)).met).toBe(false);
  });
});
