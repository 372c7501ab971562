import { describe, expect, it } from 'vitest';
import { sourceOf } from './address-limit.ts';

describe('sourceOf', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:aaaa::1', '2001:db8:1:2'],
    ['2001:db8:1:2:bbbb::2', '2001:db8:1:2'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['', 'unknown'],
  ])('counts %s as %s', (address, source) => {
    expect(sourceOf(address)).toBe(source);
  });
});
