import { LANES } from '@ragfleet/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSlotBook } from './lane-slots.ts';

const slots = { reserved: { high: 2, normal: 1, low: 1 }, shared: 4 };
const limits = (book: ReturnType<typeof createSlotBook>): number[] => LANES.map((lane) => book.limitOf(lane));

describe('createSlotBook', () => {
  it('starts every lane at its reserve and the whole shared pool', () => {
    expect(limits(createSlotBook(slots))).toEqual([6, 5, 5]);
  });

  it('lowers the others only by what a lane takes beyond its reserve', () => {
    const book = createSlotBook(slots);
    book.take('low');
    expect(limits(book)).toEqual([6, 5, 5]);
    book.take('low');
    book.take('low');
    expect(limits(book)).toEqual([4, 3, 5]);
    book.release('low');
    expect(limits(book)).toEqual([5, 4, 5]);
  });

  it('keeps the reserves of high and low while normal fills the pool', () => {
    const book = createSlotBook(slots);
    for (let count = 0; count < 5; count += 1) book.take('normal');
    expect(limits(book)).toEqual([2, 5, 1]);
  });

  it('gives every lane a slot even with nothing to share', () => {
    const book = createSlotBook({ reserved: { high: 1, normal: 0, low: 0 }, shared: 0 });
    expect(limits(book)).toEqual([1, 1, 1]);
  });

  it('never promises more than the total when lanes keep to their limits', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...LANES), fc.boolean())), (moves) => {
        const book = createSlotBook(slots);
        const held = { high: 0, normal: 0, low: 0 };
        for (const [lane, isTake] of moves) {
          if (isTake && held[lane] < book.limitOf(lane)) {
            book.take(lane);
            held[lane] += 1;
          } else if (!isTake && held[lane] > 0) {
            book.release(lane);
            held[lane] -= 1;
          }
        }
        expect(held.high + held.normal + held.low).toBeLessThanOrEqual(8);
        for (const lane of LANES) expect(book.limitOf(lane)).toBeGreaterThanOrEqual(slots.reserved[lane]);
      }),
    );
  });
});
