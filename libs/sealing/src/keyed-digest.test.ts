import { createHmac, createSecretKey, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createKeyedDigest } from './keyed-digest.ts';

it('is HMAC-SHA256 of every text under every key', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 32, maxLength: 32 }),
      fc.string({ unit: 'binary', maxLength: 300 }),
      (bytes, text) => {
        const key = createSecretKey(bytes);
        expect(createKeyedDigest(key)(text)).toBe(createHmac('sha256', key).update(text).digest('hex'));
      },
    ),
    { numRuns: 500 },
  );
});

it('takes long texts, and keeps nothing of one for the next', () => {
  const key = createSecretKey(randomBytes(32));
  const digest = createKeyedDigest(key);
  const expected = (text: string): string => createHmac('sha256', key).update(text).digest('hex');
  for (const text of ['x'.repeat(100_000), '', 'é'.repeat(63), 'short'])
    expect(digest(text)).toBe(expected(text));
});
