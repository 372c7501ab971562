import { expect, test } from 'vitest';
import { reportIsolation } from './isolation-report.ts';
import type { IsolationFindings } from './isolation-row.ts';

/** A hundred waits: most of them the first time, six the second, two the third. */
const waitsOf = (p50Ms: number, p95Ms: number, p99Ms: number): number[] =>
  Array.from({ length: 100 }, (_, at) => (at >= 98 ? p99Ms : at >= 92 ? p95Ms : p50Ms));

const report = (flood: number[], more: Partial<IsolationFindings> = {}) =>
  reportIsolation({
    waits: {
      idle: [waitsOf(10, 20, 40)],
      flood: [flood],
      flood_and_ingest: [waitsOf(10, 20, 40)],
      flood_of_fast_answers: [waitsOf(900, 900, 900)],
    },
    beforeMs: [10],
    flooded: 1_000,
    leftOver: 900,
    ingested: 10,
    lowSlots: 14,
    slots: 20,
    servers: 'none',
    fifo: { jobs: 1_000, waitsMs: [1_000] },
    ...more,
  });

test('a tenth more at the middle is allowed, and no more', () => {
  expect(report(waitsOf(11, 20, 40)).met).toBe(true);
  expect(report(waitsOf(11.2, 20, 40)).met).toBe(false);
});
test('the tails may be half as long again', () => {
  expect(report(waitsOf(10, 30, 60)).met).toBe(true);
  expect(report(waitsOf(10, 20, 61)).figures?.['flood_p99']?.met).toBe(false);
  expect(report(waitsOf(10, 30.5, 40)).figures?.['flood_p95']?.met).toBe(false);
});
test('where the tails are short, they may be 5 ms longer', () => {
  const waits = {
    idle: [waitsOf(2, 4, 4)],
    flood: [waitsOf(2, 9, 9)],
    flood_and_ingest: [waitsOf(2, 4, 9.1)],
    flood_of_fast_answers: [waitsOf(2, 4, 4)],
  };
  const { figures } = report([], { waits });
  expect(figures?.['flood_p95']?.met).toBe(true);
  expect(figures?.['flood_and_ingest_p99']?.met).toBe(false);
});
test('a low lane alone that leaves more than three slots of ten idle has missed its target', () => {
  const idle = waitsOf(10, 20, 40);
  expect(report(idle, { lowSlots: 14 }).figures?.['low_only_share_of_slots']?.met).toBe(true);
  expect(report(idle, { lowSlots: 13.9 }).met).toBe(false);
});
