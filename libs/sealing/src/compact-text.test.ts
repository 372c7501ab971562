import { expect, it } from 'vitest';
import { compactText, expandText } from './compact-text.ts';

it.each([
  ['nothing', ''],
  ['a few words', 'thirty days'],
  ['prose', 'Everybody has thirty days of leave – “as ever”. '.repeat(100)],
  [
    'what has no pattern',
    Array.from({ length: 300 }, (_, at) => String.fromCodePoint(33 + ((at * at * 7) % 50_000))).join(''),
  ],
  ['a very long text', 'x'.repeat(3_000_000)],
])('comes back as it was: %s', (_name, text) => {
  expect(expandText(compactText(text))).toBe(text);
});

it('is read as it is when an earlier release wrote it so', () => {
  expect(expandText(Buffer.from('{"question":"Who is done?"}'))).toBe('{"question":"Who is done?"}');
});

it('is shorter than prose, and hardly longer than anything', () => {
  const prose =
    'Employees who work full time have thirty days of paid leave in each calendar year. Leave that is not taken by the end of March expires, unless a manager has agreed to carry it over in writing. Part-time staff have leave in proportion to their hours.';
  expect(compactText(prose).length).toBeLessThan(0.8 * prose.length);
  expect(compactText('short').length).toBe('short'.length + 5);
});
