import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { haltProcess } from './halt-process.ts';
import { settlesWithin } from './settles-within.ts';

it('is true for work that settles first, either way', async () => {
  expect(await settlesWithin(5_000, () => Promise.resolve(1))).toBe(true);
  expect(await settlesWithin(5_000, () => Promise.reject(new Error('away')))).toBe(true);
});

it('is false for work that takes longer', async () => {
  expect(await settlesWithin(5, () => new Promise(() => undefined))).toBe(false);
});

it('holds no halt of the process against the work', async () => {
  const work = async (): Promise<void> => {
    const paused = pause(20);
    haltProcess(200);
    await paused;
  };
  expect(await settlesWithin(100, work)).toBe(true);
});
