import { seededNumbers } from '@ragfleet/test-support';
import { describe, expect, test } from 'vitest';
import { quantile } from '../report/summarize.ts';
import { arrivals } from './arrivals.ts';
import { loadProfile } from './load-profile.ts';

const jobsOf = (...profile: Parameters<typeof loadProfile>) => [
  ...arrivals(loadProfile(...profile), seededNumbers(4)),
];

describe('arrivals', () => {
  test('come in order, as many as the rate says, and the same for the same seed', () => {
    const jobs = jobsOf('steady', 10, 30);
    expect(jobs.length).toBeGreaterThan(17_500);
    expect(jobs.length).toBeLessThan(18_500);
    expect(jobs.map(({ arrivedMs }) => arrivedMs)).toEqual(
      jobs.map(({ arrivedMs }) => arrivedMs).toSorted((a, b) => a - b),
    );
    expect(jobsOf('steady', 10, 30)).toEqual(jobs);
  });

  test('are spread as a Poisson process is: the variance of a second’s count is its mean', () => {
    const counts = Array<number>(1_800).fill(0);
    for (const { arrivedMs } of jobsOf('steady', 10, 30)) {
      const second = Math.floor(arrivedMs / 1_000);
      counts[second] = (counts[second] ?? 0) + 1;
    }
    const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
    const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / counts.length;
    expect(variance / mean).toBeGreaterThan(0.85);
    expect(variance / mean).toBeLessThan(1.15);
  });

  test('ten times as many for the ten minutes of a burst', () => {
    const jobs = jobsOf('burst', 5, 40);
    const inBurst = jobs.filter(({ arrivedMs }) => arrivedMs >= 600_000 && arrivedMs < 1_200_000);
    expect(inBurst.length / 600).toBeCloseTo(50, -1);
    expect((jobs.length - inBurst.length) / 1_800).toBeCloseTo(5, 0);
  });

  test('take one to three seconds, nine times in ten', () => {
    const times = jobsOf('steady', 20, 30)
      .map(({ serviceMs }) => serviceMs)
      .toSorted((a, b) => a - b);
    expect(quantile(times, 0.05) / 1_000).toBeCloseTo(1, 1);
    expect(quantile(times, 0.95) / 1_000).toBeCloseTo(3, 0);
  });
});

test('a day has its mean over all, its lowest rate at its begin and its highest at noon', () => {
  const { perSecondAt } = loadProfile('diurnal', 10);
  expect(perSecondAt(0)).toBeCloseTo(2);
  expect(perSecondAt(12 * 3_600_000)).toBeCloseTo(18);
});
