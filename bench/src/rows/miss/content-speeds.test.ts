import { expect, test } from 'vitest';
import { contentWork, megabytesPerSecond } from './content-speeds.ts';
import { FULL_MISS, SHORT_MISS } from './miss-material.ts';

test('a byte a microsecond is a megabyte a second', () => {
  expect(megabytesPerSecond(2_000, 40)).toBe(50);
});
test('the workload is five passages of 400 characters, and next to nothing in the short one', () => {
  const bytesOf = (miss: typeof FULL_MISS): number =>
    contentWork(miss).get('passages: the whole prompt budget')?.bytes ?? 0;
  expect(FULL_MISS.passages.map(({ text }) => text.length)).toEqual([400, 400, 400, 400, 400]);
  expect(bytesOf(FULL_MISS)).toBe(2_000);
  expect(bytesOf(SHORT_MISS)).toBeLessThan(40);
});
test('each kind of work does something in its slice', async () => {
  for (const { slice } of contentWork(FULL_MISS).values())
    expect(await slice(performance.now() + 1)).toBeGreaterThan(0);
});
