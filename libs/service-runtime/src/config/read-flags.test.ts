import { expect, it } from 'vitest';
import { readFlags } from './read-flags.ts';

const options = { row: { type: 'string' }, json: { type: 'boolean', default: false } } as const;
const USAGE = 'Usage: npm run bench [-- --row N] [--json]';

it('gives the values of the options, and their defaults', () => {
  expect(readFlags(USAGE, { args: ['--row', '3'], options }).values).toEqual({ row: '3', json: false });
});

it('says no more of a mistyped option where words may stand beside it', () => {
  expect(() => readFlags(USAGE, { args: ['--rowe'], options, allowPositionals: true })).toThrow(
    /^Unknown option '--rowe'\n\nUsage: /,
  );
});

it.each([
  ['an option that does not exist', ['--rowe', '3'], /^Unknown option '--rowe'\n\nUsage: /],
  ['an option without its value', ['--row'], /^Option '--row <value>' argument missing\n\nUsage: /],
  ['a word too many', ['three'], /^Unexpected argument 'three'.*\n\nUsage: /],
])('says what is wrong with %s, and how it is used', (_what, args, message) => {
  expect(() => readFlags(USAGE, { args, options })).toThrow(
    expect.objectContaining({ kind: 'invalid-input', message: expect.stringMatching(message) as string }),
  );
});
