import type { Clock } from '@ragfleet/kernel';
import { describe, expect, it } from 'vitest';
import { createRecentRecords } from './recent-records.ts';

const record = (keyId: string) => ({ keyId });

function fixture(maxRecords = 2) {
  const loads: string[] = [];
  const present = new Set(['a', 'b', 'c']);
  let nowMs = 0;
  const clock: Clock = { nowMs: () => nowMs, monotonicMs: () => nowMs };
  const load = async (keyId: string) => {
    loads.push(keyId);
    return present.has(keyId) ? record(keyId) : null;
  };
  const recent = createRecentRecords({ load, clock, ttlMs: 100, maxRecords });
  return { recent, loads, present, wait: (ms: number) => void (nowMs += ms) };
}

describe('recent records', () => {
  it('reads a busy key once per period', async () => {
    const { recent, loads, wait } = fixture();
    await recent.get('a');
    wait(99);
    await recent.get('a');
    expect(loads).toEqual(['a']);
    wait(1);
    await recent.get('a');
    expect(loads).toEqual(['a', 'a']);
  });

  it('forgets a removed key within the period', async () => {
    const { recent, present, wait } = fixture();
    await recent.get('a');
    present.delete('a');
    wait(100);
    expect(await recent.get('a')).toBeNull();
  });

  it('says what it remembers without a read, and reads anew when it is told to', async () => {
    const { recent, loads, wait } = fixture();
    expect(recent.remembered('a')).toBeNull();
    await recent.get('a');
    expect(recent.remembered('a')).toEqual({ keyId: 'a' });
    await recent.load('a');
    expect(loads).toEqual(['a', 'a']);
    wait(100);
    expect(recent.remembered('a')).toBeNull();
  });

  it('reads once for many who ask at the same moment', async () => {
    const { recent, loads } = fixture();
    await Promise.all([recent.get('a'), recent.get('a'), recent.get('a')]);
    expect(loads).toEqual(['a']);
  });

  it('keeps no more than its bound, and lets no unknown id push a known one out', async () => {
    const { recent, loads } = fixture(2);
    for (const keyId of ['a', 'b', 'x', 'y', 'z', 'c', 'b', 'c']) await recent.get(keyId);
    expect(loads).toEqual(['a', 'b', 'x', 'y', 'z', 'c']);
    await recent.get('a');
    expect(loads.at(-1)).toBe('a');
  });
});
