import { expect, it } from 'vitest';
import { createRecentNames } from './recent-names.ts';

function open(maxNames = 10) {
  let nowMs = 500;
  const names = createRecentNames({ clock: { monotonicMs: () => nowMs }, forMs: 1_000, maxNames });
  return { names, pass: (ms: number) => void (nowMs += ms) };
}

it('knows a name for its time, from when it was put down last', () => {
  const { names, pass } = open();
  expect(names.has('one')).toBe(false);
  names.add('one');
  pass(999);
  expect(names.has('one')).toBe(true);
  names.add('one');
  pass(999);
  expect(names.has('one')).toBe(true);
  pass(1);
  expect(names.has('one')).toBe(false);
});

it('forgets a name on request, and the oldest when there are too many', () => {
  const { names } = open(2);
  for (const name of ['one', 'two', 'one', 'three']) names.add(name);
  expect(['one', 'two', 'three'].map((name) => names.has(name))).toEqual([true, false, true]);
  names.forget('one');
  expect(names.has('one')).toBe(false);
});
