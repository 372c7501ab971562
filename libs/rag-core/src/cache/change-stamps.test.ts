import { describe, expect, it } from 'vitest';
import type { SearchScope } from '../ports/passages.ts';
import { generationOf, isSameCounters, stampOf, withStamp } from './change-stamps.ts';

const user: SearchScope = {
  access: { tenantId: 'acme', readsAll: false, namespaces: ['default'], department: null },
  namespaces: null,
};
const changed = (searchScope: SearchScope, counters: Record<string, string>): boolean =>
  stampOf(searchScope, { default: '1', public: '1', hr: '1' }).changes !==
  stampOf(searchScope, { default: '1', public: '1', hr: '1', ...counters }).changes;

describe('stampOf', () => {
  it.each<[string, SearchScope, Record<string, string>, boolean]>([
    ['a namespace of the caller', user, { default: '2' }, true],
    ['the public namespace', user, { public: '2' }, true],
    ['a namespace that the caller does not read', user, { hr: '2' }, false],
    [
      'any namespace, for who reads all',
      { ...user, access: { ...user.access, readsAll: true } },
      { hr: '2' },
      true,
    ],
    [
      'any namespace, for a member of a department',
      { ...user, access: { ...user.access, department: 'ops' } },
      { hr: '2' },
      true,
    ],
    ['a namespace that was asked for', { ...user, namespaces: ['default'] }, { default: '2' }, true],
    ['one that was not', { ...user, namespaces: ['default'] }, { public: '2' }, false],
    ['an eviction', user, { '*evict': '2' }, false],
    ['a new epoch', user, { '*epoch': '2' }, true],
    [
      'what is counted together, for who reads all',
      { ...user, access: { ...user.access, readsAll: true } },
      { '*others': '2' },
      true,
    ],
    ['what is counted together, for who reads none of it', user, { '*others': '2' }, false],
  ])('moves with %s: %#', (_what, searchScope, counters, isMoved) => {
    expect(changed(searchScope, counters)).toBe(isMoved);
  });

  it('counts a namespace with others that has no counter of its own, and never as it was before it had one', () => {
    const now = (counters: Record<string, string>): string =>
      stampOf({ ...user, namespaces: ['hr'] }, { default: '1', ...counters }).changes;
    const states = [now({}), now({ hr: '5' }), now({ '*others': '7' }), now({ '*others': '9' })];
    expect(new Set(states).size).toBe(states.length);
    expect(now({ hr: '5', '*others': '7' })).toBe(now({ hr: '5' }));
  });

  it('tells accesses apart, and not the people behind them', () => {
    const other = { ...user, access: { ...user.access, namespaces: ['default', 'hr'] } };
    expect(stampOf(user, {}).access).not.toBe(stampOf(other, {}).access);
    expect(stampOf(user, {}).access).toBe(stampOf({ ...user }, {}).access);
  });
});

describe('generationOf', () => {
  it('moves with an eviction of the tenant or of what is cited, and with nothing else', () => {
    const before = generationOf({ default: '1' }, ['default']);
    expect(generationOf({ default: '2' }, ['default'])).toBe(before);
    expect(generationOf({ '*evict:hr': '1' }, ['default'])).toBe(before);
    expect(generationOf({ '*evict:default': '1' }, ['default'])).not.toBe(before);
    expect(generationOf({ '*evict': '1' }, ['default'])).not.toBe(before);
    expect(generationOf({ '*epoch': '1' }, ['default'])).not.toBe(before);
  });
});

describe('isSameCounters', () => {
  it('is true of equal counters alone, in whatever order', () => {
    expect(isSameCounters({ hr: '1', default: '2' }, { default: '2', hr: '1' })).toBe(true);
    expect(isSameCounters({ hr: '1' }, { hr: '2' })).toBe(false);
    expect(isSameCounters({ hr: '1' }, { hr: '1', '*evict': '1' })).toBe(false);
    expect(isSameCounters({ hr: '1', '*evict': '1' }, { hr: '1' })).toBe(false);
    expect(isSameCounters({ hr: '1' }, { default: '1' })).toBe(false);
  });
});

describe('withStamp', () => {
  it('keeps each once, the newest last, and no more than sixteen', () => {
    const stamp = (changes: number) => ({ access: 'a', changes: String(changes) });
    expect(withStamp([stamp(1), stamp(2)], stamp(1))).toEqual([stamp(2), stamp(1)]);
    const many = Array.from({ length: 20 }, (_one, at) => stamp(at));
    expect(many.reduce(withStamp, [] as readonly ReturnType<typeof stamp>[])).toEqual(many.slice(-16));
  });
});
