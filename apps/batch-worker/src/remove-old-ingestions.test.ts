import { expect, it, vi } from 'vitest';
import { createOldIngestionSweeps } from './remove-old-ingestions.ts';

it('removes what ended 30 days ago part by part, until nothing was removed', async () => {
  let left = 12_000;
  const asked: number[] = [];
  const store = {
    removeOldIngestions: async ({ olderThanMs }: { olderThanMs: number }) => {
      asked.push(olderThanMs);
      const removed = Math.min(left, 5_000);
      left -= removed;
      return removed;
    },
  };
  const sweeps = createOldIngestionSweeps(store, (error) => expect.fail(String(error)));
  await sweeps.start();
  await vi.waitFor(() => expect(asked).toHaveLength(4));
  await sweeps.stop(1_000);
  expect(left).toBe(0);
  expect(new Set(asked)).toEqual(new Set([30 * 86_400_000]));
});
