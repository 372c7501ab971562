import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createEventQueue } from './event-queue.ts';

test('everything happens at its time, and what is asked first first', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(50)), (times) => {
      const events = createEventQueue();
      const seen: (readonly [number, number])[] = [];
      for (const [index, atMs] of times.entries())
        events.at(atMs, () => {
          expect(events.nowMs()).toBe(atMs);
          seen.push([atMs, index]);
        });
      events.runUntil(50);
      expect(seen).toEqual(seen.toSorted(([a, first], [b, second]) => a - b || first - second));
      expect(seen).toHaveLength(times.length);
    }),
  );
});

test('what an event asks for happens in the same run, and nothing beyond the time that was named', () => {
  const events = createEventQueue();
  const seen: number[] = [];
  events.at(10, () => events.at(15, () => seen.push(15)));
  events.at(21, () => seen.push(21));
  events.runUntil(20);
  expect(seen).toEqual([15]);
  expect(events.nowMs()).toBe(20);
});
