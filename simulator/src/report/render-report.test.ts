import { expect, test } from 'vitest';
import { newFleetStats } from '../fleet/fleet-stats.ts';
import { renderReplicas, renderSummaries } from './render-report.ts';
import { quantile, summarize } from './summarize.ts';

test('a column for each policy, with its waits, pods and cost', () => {
  const stats = { ...newFleetStats(), submitted: 3, finished: 3, waitsMs: [3_000, 1_000, 2_000] };
  const samples = [
    { atMs: 0, replicas: 1, open: 0 },
    { atMs: 60_000, replicas: 4, open: 7 },
  ];
  const outcome = { stats, samples, stranded: 0, lost: 0, podHours: 2 };
  const table = renderSummaries([summarize('one', outcome, 0.05), summarize('two', outcome, 0.1)]);
  expect(table.split('\n')).toEqual(
    expect.arrayContaining([
      '| | one | two |',
      '| wait P50, s | 2.00 | 2.00 |',
      '| wait P95, s | 3.00 | 3.00 |',
      '| most pods | 4 | 4 |',
      '| cost, USD | 0.10 | 0.20 |',
    ]),
  );
  expect(renderReplicas(samples)).toMatch(/1 min {2}████ +4 pods, 7 open$/);
});

test('a quantile is the value at its rank', () => {
  expect(quantile([1, 2, 3, 4], 0.5)).toBe(2);
  expect(quantile([1, 2, 3, 4], 0.95)).toBe(4);
  expect(quantile([], 0.5)).toBe(0);
});
