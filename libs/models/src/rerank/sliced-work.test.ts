import { describe, expect, it } from 'vitest';
import { createSlicedWork } from './sliced-work.ts';

const never = new AbortController().signal;

function busyMs(ms: number): void {
  const endsAtMs = performance.now() + ms;
  while (performance.now() < endsAtMs);
}

describe('createTurns', () => {
  it('makes each item into another, in order', async () => {
    const made = await createSlicedWork(never).map(['a', 'b', 'c'], (item, at) => `${item}${at}`);
    expect(made).toEqual(['a0', 'b1', 'c2']);
  });

  it('lets what waits have its turn before long work is done', async () => {
    const done: string[] = [];
    setImmediate(() => done.push('waited'));
    await createSlicedWork(never).map(['one', 'two', 'three'], (item) => {
      busyMs(6);
      done.push(item);
    });
    expect(done.indexOf('waited')).toBeLessThan(done.indexOf('three'));
  });

  it('ends with the reason of the caller', async () => {
    const controller = new AbortController();
    const work = createSlicedWork(controller.signal).map([1, 2, 3], (item) => {
      if (item === 1) controller.abort(new Error('enough'));
      return item;
    });
    await expect(work).rejects.toThrow('enough');
  });
});
