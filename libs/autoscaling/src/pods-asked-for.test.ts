import { expect, test } from 'vitest';
import { podsAskedFor } from './pods-asked-for.ts';
import { readScaledObject } from './read-scaled-object.ts';

const trigger = (name: string, listLength: string) => ({
  type: 'redis',
  name,
  metadata: { listName: name, listLength },
});
const triggers = [trigger('high', '5'), trigger('low', '20')];
const plain = readScaledObject({ triggers });
const summed = readScaledObject({
  triggers,
  advanced: { scalingModifiers: { formula: '(high ?? 20) + low', target: '8' } },
});
const lengths = (values: Readonly<Record<string, number>>) => (key: string) => values[key] ?? null;

test('the formula over its target, not rounded', () => {
  expect(podsAskedFor(summed, lengths({ high: 7, low: 5 }))).toBe(1.5);
  expect(podsAskedFor(summed, lengths({ low: 4 }))).toBe(3);
});

test('the most that one plain trigger asks for, and nothing when none can be read', () => {
  expect(podsAskedFor(plain, lengths({ high: 7, low: 30 }))).toBe(1.5);
  expect(podsAskedFor(plain, lengths({ low: 30 }))).toBe(1.5);
  expect(podsAskedFor(plain, lengths({}))).toBeNull();
});
