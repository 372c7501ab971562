import { describe, expect, it } from 'vitest';
import { usedPart } from './memory-watermark.ts';

describe('usedPart', () => {
  it('is the used part of maxmemory', () => {
    expect(
      usedPart(
        '# Memory\r\nused_memory:700\r\nused_memory_rss:9999\r\nmaxmemory:1000\r\nmaxmemory_human:1K\r\n',
      ),
    ).toBe(0.7);
  });

  it('is 0 for a Redis without a limit', () => {
    expect(usedPart('used_memory:700\r\nmaxmemory:0\r\n')).toBe(0);
  });
});
