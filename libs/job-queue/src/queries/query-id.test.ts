import { describe, expect, it } from 'vitest';
import { createQueryIds } from './query-id.ts';

const NOW = 1_790_000_000_000;

describe('createQueryIds', () => {
  it('makes UUIDv7 ids that BullMQ takes as job ids', () => {
    expect(createQueryIds()(NOW)).toMatch(/^q_[\da-f]{12}7[\da-f]{3}[89ab][\da-f]{15}$/);
  });

  it('keeps the order in which they were made, within a millisecond and when the clock goes back', () => {
    const next = createQueryIds();
    const ids = Array.from({ length: 10_000 }, (_, index) => next(NOW - (index % 7)));
    expect(ids).toEqual(ids.toSorted());
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('starts again at the clock in a new millisecond', () => {
    const next = createQueryIds();
    next(NOW);
    expect(next(NOW + 5).slice(2, 14)).toBe((NOW + 5).toString(16).padStart(12, '0'));
  });
});
