import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { collectGarbage } from './collect-garbage.ts';

test('nothing that nobody holds is left', async () => {
  const left = new WeakRef({ text: 'garbage' });
  // A weak reference holds until its turn is over.
  await setImmediate();
  collectGarbage();
  expect(left.deref()).toBeUndefined();
});
