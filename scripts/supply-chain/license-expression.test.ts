import { expect, test } from 'vitest';
import { isAllowedLicense } from './license-expression.ts';

const allowed = new Set(['MIT', 'Apache-2.0', 'GPL-2.0-only WITH Classpath-exception-2.0']);

test.each([
  ['MIT', true],
  ['GPL-3.0-or-later', false],
  ['(MIT OR GPL-3.0-or-later)', true],
  ['GPL-3.0-or-later OR MIT', true],
  ['MIT AND Zlib', false],
  ['(MIT AND Apache-2.0)', true],
  ['Zlib OR MIT AND Apache-2.0', true],
  ['(Zlib OR MIT) AND GPL-3.0-only', false],
  ['GPL-2.0-only WITH Classpath-exception-2.0', true],
  ['MIT WITH Classpath-exception-2.0', false],
  ['SEE LICENSE IN LICENSE.txt', false],
  ['', false],
  ['MIT OR', false],
  ['(MIT', false],
  ['MIT MIT', false],
])('%s: %s', (expression, expected) => {
  expect(isAllowedLicense(expression, allowed)).toBe(expected);
});
