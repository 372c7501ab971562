import { once } from 'node:events';
import { Fault } from '@ragfleet/kernel';
import { expect, it } from 'vitest';
import { runWithin } from './command-budget.ts';

const { signal: staying } = new AbortController();

/** Work that goes on until it is told to end. */
const endless = (begun: (ending: AbortSignal) => void) => (ending: AbortSignal) => {
  begun(ending);
  return new Promise<never>(() => undefined);
};

it('tells work whose time is up to end', async () => {
  const { promise: begun, resolve } = Promise.withResolvers<AbortSignal>();
  await expect(runWithin(1, staying, endless(resolve))).rejects.toMatchObject({ kind: 'unavailable' });
  expect((await begun).aborted).toBe(true);
});

it('tells work that nobody waits for any more to end', async () => {
  const leaving = new AbortController();
  const { promise: begun, resolve } = Promise.withResolvers<AbortSignal>();
  const work = runWithin(60_000, leaving.signal, async (ending) => {
    resolve(ending);
    await once(ending, 'abort');
    ending.throwIfAborted();
  });
  const ending = await begun;
  expect(ending.aborted).toBe(false);
  leaving.abort(new Fault('canceled', 'The client has gone.'));
  await expect(work).rejects.toMatchObject({ kind: 'canceled' });
});

it('gives back what came in time', async () => {
  expect(await runWithin(60_000, staying, async () => 'found')).toBe('found');
});
