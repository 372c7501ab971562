import { expect, it, onTestFinished, vi } from 'vitest';
import { measurePostgres } from './measure-postgres.ts';

/** A process with a server that answers as it is told. */
function openMeasured() {
  const query = vi.fn<() => Promise<never[]>>(async () => []);
  const measured: number[] = [];
  let measure = (): Promise<void> => Promise.reject(new Error('Nothing is measured.'));
  measurePostgres(
    { query },
    {
      beforeRender: (work) => (measure = work),
      set: (_key, _labels, value) => void measured.push(value),
    },
  );
  return { query, measured, scrape: () => measure() };
}

it('tells with each scrape whether PostgreSQL answers', async () => {
  const { query, measured, scrape } = openMeasured();
  expect(query).not.toHaveBeenCalled();
  await scrape();
  query.mockRejectedValueOnce(new Error('away'));
  await scrape();
  await scrape();
  expect(measured).toEqual([1, 0, 1]);
});

it('waits no longer than a second for a server that hangs, and asks it nothing more until it has ended', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { query, measured, scrape } = openMeasured();
  const late = Promise.withResolvers<never[]>();
  query.mockReturnValueOnce(late.promise);
  for (let count = 0; count < 3; count += 1) {
    const scraped = scrape();
    await vi.advanceTimersByTimeAsync(1_000);
    await scraped;
  }
  expect([measured, query.mock.calls.length]).toEqual([[0, 0, 0], 1]);
  late.resolve([]);
  await vi.advanceTimersByTimeAsync(0);
  await scrape();
  expect([measured.at(-1), query.mock.calls.length]).toEqual([1, 2]);
});
