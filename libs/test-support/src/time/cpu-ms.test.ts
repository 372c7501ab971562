import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { cpuMs } from './cpu-ms.ts';

it('counts work, and not waiting', async () => {
  const work = (): void => {
    const endsAt = process.threadCpuUsage().user + 30_000;
    while (process.threadCpuUsage().user < endsAt);
  };
  expect(await cpuMs(work)).toBeGreaterThanOrEqual(30);
  expect(await cpuMs(() => pause(100))).toBeLessThan(100);
});
