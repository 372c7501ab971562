import { isFault } from '@ragfleet/kernel';
import { describe, expect, it } from 'vitest';
import { bodyHashOf, idempotencyKeyOf, waitSecondsOf } from './request-headers.ts';

describe('waitSecondsOf', () => {
  it.each([
    [undefined, 0],
    ['wait=10', 10],
    ['respond-async, wait=10', 10],
    ['Wait=10; x', 10],
    ['wait=600', 60],
    ['wait=0', 0],
    ['wait=soon', 0],
    ['await=10', 0],
  ])('reads %s as %d', (header, seconds) => {
    expect(waitSecondsOf(header)).toBe(seconds);
  });
});

describe('idempotencyKeyOf', () => {
  it('takes printable keys and refuses what no proxy would pass on unchanged', () => {
    expect(idempotencyKeyOf(undefined)).toBeNull();
    expect(idempotencyKeyOf('order-42')).toBe('order-42');
    for (const key of ['', 'a b', 'ä', 'x'.repeat(256)]) {
      expect(() => idempotencyKeyOf(key)).toThrow(
        expect.toSatisfy((error) => isFault(error, 'invalid-input')),
      );
    }
  });
});

describe('bodyHashOf', () => {
  it('is the same for the same JSON in any order, and differs for any difference', () => {
    expect(bodyHashOf({ a: 1, b: { c: [1, 2], d: null } })).toBe(
      bodyHashOf({ b: { d: null, c: [1, 2] }, a: 1 }),
    );
    const others = [{ a: 1 }, { a: '1' }, { a: [1] }, { a: { 0: 1 } }, { a: null }, {}].map(bodyHashOf);
    expect(new Set(others).size).toBe(others.length);
  });
});
