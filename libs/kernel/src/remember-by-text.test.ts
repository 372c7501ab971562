import { expect, it } from 'vitest';
import { rememberByText } from './remember-by-text.ts';

const counting = (maxCharacters: number) => {
  const read: string[] = [];
  const length = rememberByText((text) => {
    read.push(text);
    return text.length;
  }, maxCharacters);
  return { read, length };
};

it('reads a text once', () => {
  const { read, length } = counting(10_000);
  expect([length('thirty days'), length('thirty days'), length('five')]).toEqual([11, 11, 4]);
  expect(read).toEqual(['thirty days', 'five']);
});

it('forgets what was not asked for in a while, and keeps what was', () => {
  const { read, length } = counting(1_000);
  length('kept');
  for (let round = 0; round < 100; round += 1) {
    length(`text ${round}`);
    length('kept');
  }
  length('text 0');
  expect(read.filter((text) => text === 'kept')).toHaveLength(1);
  expect(read.filter((text) => text === 'text 0')).toHaveLength(2);
});

it('keeps nothing that is no passage', () => {
  const { read, length } = counting(1_000_000);
  const long = 'x'.repeat(8_001);
  expect([length(long), length(long)]).toEqual([8_001, 8_001]);
  expect(read).toHaveLength(2);
});
