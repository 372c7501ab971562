import { expect, test } from 'vitest';
import { collectGarbage } from './collect-garbage.ts';

test('nothing that nobody holds is left', () => {
  const left = new WeakRef({ text: 'garbage' });
  // A weak reference holds until its turn is over.
  return new Promise<void>((resolve) => {
    setImmediate(() => {
      collectGarbage();
      expect(left.deref()).toBeUndefined();
      resolve();
    });
  });
});
