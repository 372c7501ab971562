import { expect, it, vi } from 'vitest';
import { createUploadSweeps } from './remove-abandoned-uploads.ts';

it('removes abandoned uploads batch by batch until none is left, longer ago than any upload may take', async () => {
  let left = 25;
  const asked: number[] = [];
  const store = {
    removeAbandonedUploads: async ({ olderThanMs, limit }: { olderThanMs: number; limit: number }) => {
      asked.push(olderThanMs);
      const removed = Math.min(left, limit);
      left -= removed;
      return removed;
    },
  };
  const sweeps = createUploadSweeps(store, () => undefined);
  await sweeps.start();
  await vi.waitFor(() => expect(left).toBe(0));
  await sweeps.stop(1_000);
  expect(asked).toEqual([900_000, 900_000, 900_000]);
});
