import { expect, it } from 'vitest';
import { hasMoreValues } from './count-values.ts';

const has = (text: string, maxValues: number): boolean => hasMoreValues(Buffer.from(text), maxValues);

it.each<[string, string, number]>([
  ['items of a list', '[1,2,3]', 3],
  ['fields of objects', '{"a":{"b":1},"c":2}', 3],
  ['empty lists and objects', '[[],{},[]]', 6],
])('counts %s', (_name, json, values) => {
  expect([has(json, values), has(json, values - 1)]).toEqual([false, true]);
});

it('counts nothing of what stands in texts, whatever is escaped there', () => {
  const texts = ['a,b,[{', 'a "quoted", [text]', 'ends in \\', '\\",{'];
  expect(has(JSON.stringify(texts), texts.length)).toBe(false);
  expect(has(JSON.stringify(texts), texts.length - 1)).toBe(true);
});
