import { expect, test } from 'vitest';
import { failuresOf } from './failures-of.ts';

test('what failed first comes first, however much failed while it was closed', async () => {
  const failing = async (): Promise<void> => {
    await using started = new AsyncDisposableStack();
    started.defer(() => Promise.reject(new Error('third')));
    started.defer(() => Promise.reject(new Error('second')));
    throw new Error('first');
  };
  const failures = await failing().catch(failuresOf);
  expect(failures).toEqual([new Error('first'), new Error('second'), new Error('third')]);
});

test('a failure of its own is itself', () => expect(failuresOf('alone')).toEqual(['alone']));
