import { expect, it, vi } from 'vitest';

it('waits longer than a second for a condition that says no limit of its own', async () => {
  const startedAt = performance.now();
  const isLate = (): boolean => performance.now() - startedAt > 1_200;
  await Promise.all([vi.waitUntil(isLate), vi.waitFor(() => expect(isLate()).toBe(true))]);
});

it('keeps a limit that is said', async () => {
  await expect(vi.waitUntil(() => false, { timeout: 20, interval: 5 })).rejects.toThrow('Timed out');
  await expect(vi.waitFor(() => expect(1).toBe(2), 20)).rejects.toThrow('expected 1 to be 2');
});
