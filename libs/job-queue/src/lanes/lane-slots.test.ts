import { LANES } from '@ragfleet/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSlotAllocator } from './lane-slots.ts';

const slots = { reserved: { high: 2, normal: 1, low: 1 }, shared: 4 };
const limits = (allocator: ReturnType<typeof createSlotAllocator>): number[] =>
  LANES.map((lane) => allocator.limitOf(lane));

describe('createSlotBook', () => {
  it('starts every lane at its reserve and the whole shared pool', () => {
    expect(limits(createSlotAllocator(slots))).toEqual([6, 5, 5]);
  });

  it('lowers the others only by what a lane takes beyond its reserve', () => {
    const allocator = createSlotAllocator(slots);
    allocator.take('low');
    expect(limits(allocator)).toEqual([6, 5, 5]);
    allocator.take('low');
    allocator.take('low');
    expect(limits(allocator)).toEqual([4, 3, 5]);
    allocator.release('low');
    expect(limits(allocator)).toEqual([5, 4, 5]);
  });

  it('keeps the reserves of high and low while normal fills the pool', () => {
    const allocator = createSlotAllocator(slots);
    for (let count = 0; count < 5; count += 1) allocator.take('normal');
    expect(limits(allocator)).toEqual([2, 5, 1]);
  });

  it('gives every lane a slot even with nothing to share', () => {
    const allocator = createSlotAllocator({ reserved: { high: 1, normal: 0, low: 0 }, shared: 0 });
    expect(limits(allocator)).toEqual([1, 1, 1]);
  });

  it('never promises more than the total when lanes keep to their limits', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...LANES), fc.boolean())), (moves) => {
        const allocator = createSlotAllocator(slots);
        const held = { high: 0, normal: 0, low: 0 };
        for (const [lane, isTake] of moves) {
          if (isTake && held[lane] < allocator.limitOf(lane)) {
            allocator.take(lane);
            held[lane] += 1;
          } else if (!isTake && held[lane] > 0) {
            allocator.release(lane);
            held[lane] -= 1;
          }
        }
        expect(held.high + held.normal + held.low).toBeLessThanOrEqual(8);
        for (const lane of LANES)
          expect(allocator.limitOf(lane)).toBeGreaterThanOrEqual(slots.reserved[lane]);
      }),
    );
  });
});
