import { expect, test } from 'vitest';
import { cheapestSide } from './cheapest-side.ts';

const costs = (...cpuUs: number[]) => ({ cpuUs, wallUs: cpuUs });

test('is the side with the least median, whatever its outliers', () => {
  const sides = new Map([
    ['even', costs(10, 10, 10)],
    ['best', costs(9, 9, 90)],
    ['worst', costs(1, 30, 30)],
  ]);
  expect(cheapestSide(sides, ['even', 'best', 'worst'])).toBe('best');
  expect(cheapestSide(sides, ['even', 'worst'])).toBe('even');
});
test('refuses sides that were not measured', () => {
  expect(() => cheapestSide(new Map(), ['nobody'])).toThrow('nobody');
});
