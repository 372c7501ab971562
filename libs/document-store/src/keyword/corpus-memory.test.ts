import { describe, expect, it } from 'vitest';
import { createCorpusMemory } from './corpus-memory.ts';

function memoryAt(): { memory: ReturnType<typeof createCorpusMemory>; waitMs: (ms: number) => void } {
  let nowMs = 0;
  const memory = createCorpusMemory({ nowMs: () => nowMs, monotonicMs: () => nowMs });
  return { memory, waitMs: (ms) => void (nowMs += ms) };
}

describe('createCorpusMemory', () => {
  it('knows nothing at first', () => {
    const { memory } = memoryAt();
    expect(memory.languagesOf('acme')).toEqual([]);
    expect(memory.postingsOf('acme', 'en:leav')).toBeNull();
  });
  it('keeps tenants apart', () => {
    const { memory } = memoryAt();
    memory.learnLanguages('acme', ['en', 'de']);
    memory.learnPostings('acme', 'en:leav', 5_000);
    expect(memory.languagesOf('acme')).toEqual(['en', 'de']);
    expect(memory.languagesOf('other')).toEqual([]);
    expect(memory.postingsOf('acme', 'en:leav')).toBe(5_000);
    expect(memory.postingsOf('other', 'en:leav')).toBeNull();
  });
  it('forgets a count within a minute, and not before half of one', () => {
    const { memory, waitMs } = memoryAt();
    memory.learnPostings('acme', 'en:leav', 5_000);
    waitMs(30_000);
    expect(memory.postingsOf('acme', 'en:leav')).toBe(5_000);
    waitMs(30_000);
    expect(memory.postingsOf('acme', 'en:leav')).toBeNull();
  });
  it('does not grow without an end, and keeps what was learned last', () => {
    const { memory } = memoryAt();
    for (let at = 0; at < 60_000; at++) memory.learnPostings('acme', `en:${at}`, at);
    expect(memory.postingsOf('acme', 'en:0')).toBeNull();
    expect(memory.postingsOf('acme', 'en:59999')).toBe(59_999);
  });
});
