import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type MemoryShares, watchMemory } from './watch-memory.ts';

const INTERVAL_MS = 5_000;
const told: MemoryShares[] = [];
let shares: MemoryShares;

beforeEach(() => {
  vi.useFakeTimers();
  told.length = 0;
  shares = { heap: 0.3, process: 0 };
});
afterEach(() => vi.useRealTimers());

const watched = () => watchMemory({ onFull: (full) => void told.push(full), read: () => shares });
const pass = (looks: number): void => void vi.advanceTimersByTime(looks * INTERVAL_MS);

it.each<[string, MemoryShares]>([
  ['the heap', { heap: 0.81, process: 0.2 }],
  ['the process', { heap: 0.4, process: 0.81 }],
])('tells once when %s holds more than 80 % for half a minute', (_of, full) => {
  watched();
  pass(20);
  shares = full;
  pass(5);
  expect(told).toEqual([]);
  pass(20);
  expect(told).toEqual([full]);
});

it('takes garbage that is collected meanwhile for none of it', () => {
  watched();
  for (let peak = 0; peak < 20; peak += 1) {
    shares = { heap: 0.95, process: 0 };
    pass(5);
    shares = { heap: 0.5, process: 0 };
    pass(1);
  }
  expect(told).toEqual([]);
});

it('lets a process that is full from its start on have a minute', () => {
  shares = { heap: 0.9, process: 0 };
  watched();
  pass(11);
  expect(told).toEqual([]);
  pass(1);
  expect(told).toHaveLength(1);
});

it('says nothing once it is ended', () => {
  const end = watched();
  shares = { heap: 0.9, process: 0 };
  end();
  pass(50);
  expect(told).toEqual([]);
});
