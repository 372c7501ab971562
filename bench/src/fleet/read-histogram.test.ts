import { expect, it } from 'vitest';
import { shareUpTo } from './read-histogram.ts';

const reading = (high: readonly [number, number], low: readonly [number, number]) => ({
  name: 'first_token_seconds',
  texts: (
    [
      ['high', high],
      ['low', low],
    ] as const
  ).map(([lane, [within, all]]) =>
    [
      `first_token_seconds_bucket{le="2",lane="${lane}"} ${within}`,
      `first_token_seconds_bucket{le="20",lane="${lane}"} ${all}`,
      `first_token_seconds_bucket{le="+Inf",lane="${lane}"} ${all}`,
      `first_token_seconds_count{lane="${lane}"} ${all}`,
    ].join('\n'),
  ),
});

it('tells the share of what came since, over all processes', () => {
  expect(shareUpTo(2, reading([5, 5], [1, 9]), reading([10, 10], [10, 19]))).toBeCloseTo(14 / 15, 9);
});

it('refuses a limit that is no bound of the histogram', () => {
  expect(() => shareUpTo(3, reading([0, 0], [0, 0]), reading([1, 1], [1, 1]))).toThrow(
    'has no bucket that ends at 3',
  );
});
