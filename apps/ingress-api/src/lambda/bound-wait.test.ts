import { expect, test } from 'vitest';
import { waitSecondsOf } from '../routes/request-headers.ts';
import { boundWait } from './bound-wait.ts';

test.each([
  ['wait=60', 25, 'wait=25'],
  ['wait=7', 25, 'wait=7'],
  ['respond-async, wait=999999; x', 25, 'respond-async, wait=25; x'],
  ['Wait=60', 3.9, 'wait=3'],
  ['wait=60', -2, 'wait=0'],
  ['await=60', 25, 'await=60'],
  ['wait=40,wait=50', 25, 'wait=25,wait=25'],
])('%s within %d s is %s', (prefer, maxSeconds, bounded) => {
  expect(boundWait(prefer, maxSeconds)).toBe(bounded);
});

test('what the API reads of it is never longer', () => {
  for (const prefer of ['wait=60', ' wait=60', 'a;wait=60', 'wait=60\t,b', 'wait=1234567, wait=60'])
    expect(waitSecondsOf(boundWait(prefer, 25))).toBeLessThanOrEqual(25);
});
