import { Fault } from '@ragfleet/kernel';
import { describe, expect, it, vi } from 'vitest';
import { prepareOnce } from './prepare-once.ts';

const signal = new AbortController().signal;
const away = new Fault('unavailable', 'Away.');
const store = { store: 'The store', timeoutMs: 5_000 };

describe('a store that has to be prepared', () => {
  it('is prepared once for all calls', async () => {
    const prepare = vi.fn<() => Promise<string>>(async () => 'ready');
    const prepared = await prepareOnce({ ...store, prepare });
    expect(await Promise.all([prepared(signal), prepared(signal)])).toEqual(['ready', 'ready']);
    expect(prepare).toHaveBeenCalledTimes(1);
  });
  it('is prepared later when it was away at the start', async () => {
    const prepare = vi.fn<() => Promise<string>>(async () => 'ready').mockRejectedValueOnce(away);
    const prepared = await prepareOnce({ ...store, prepare });
    expect(await prepared(signal)).toBe('ready');
  });
  it('keeps a process from starting when it will never do', async () => {
    const wrong = new Fault('internal', 'Another dimension.');
    const prepare = (): Promise<never> => Promise.reject(wrong);
    await expect(prepareOnce({ ...store, prepare })).rejects.toBe(wrong);
  });
  it('is away when it is not ready in time', async () => {
    const prepare = (within: AbortSignal): Promise<never> =>
      new Promise((_resolve, reject) => {
        within.addEventListener('abort', () => reject(within.reason as Fault));
      });
    const prepared = await prepareOnce({ ...store, timeoutMs: 10, prepare });
    await expect(prepared(signal)).rejects.toThrow('The store was not ready within 0.01 s');
  });
  it('is waited for no longer than a caller waits', async () => {
    const { promise, resolve } = Promise.withResolvers<string>();
    const prepare = vi.fn<() => Promise<string>>(() => promise).mockRejectedValueOnce(away);
    const prepared = await prepareOnce({ ...store, prepare });
    const controller = new AbortController();
    const waiting = prepared(controller.signal);
    const patient = prepared(signal);
    const late = new Fault('timeout', 'Late.');
    controller.abort(late);
    await expect(waiting).rejects.toBe(late);
    resolve('ready');
    expect(await patient).toBe('ready');
  });
});
