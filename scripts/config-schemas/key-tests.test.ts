import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { findKeyTests, type KeyTest, keyTestsIn } from './key-tests.ts';
import { mergeVariables } from './merge-variables.ts';
import { readConfigSchemas } from './read-config-schemas.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
let names: readonly string[];
let tests: readonly KeyTest[];

beforeAll(async () => {
  names = mergeVariables(await readConfigSchemas(ROOT)).map(({ name }) => name);
  tests = findKeyTests(ROOT);
});

test('every variable has a test that shows what it changes (it is called "NAME: what it does")', () => {
  const tested = new Set(tests.map(({ name }) => name));
  expect(names.filter((name) => !tested.has(name))).toEqual([]);
});

test('no test is about a variable that no process reads', () => {
  expect(tests.filter(({ name }) => !names.includes(name))).toEqual([]);
});

test('a test that names a variable sets it', () => {
  expect(tests.filter(({ isSet }) => !isSet)).toEqual([]);
});

describe('finding the tests of variables', () => {
  test('goes by the title, also of tables', () => {
    const source = `
      it('ONE, TWO and THREE: what they do', () => start({ ONE: '1', TWO: '2' }));
      it.each([{ FOUR: '4' }])('FOUR: what it does with %j', (env) => start(env));
    `;
    const found = keyTestsIn('a.test.ts', source).map(({ name, isSet }) => [name, isSet]);
    expect(found).toEqual([
      ['ONE', true],
      ['TWO', true],
      ['THREE', false],
      ['FOUR', true],
    ]);
  });

  test.each(["it.skip('ONE: x', () => ONE)", "it.todo('ONE: x')", "describe('ONE: x', () => ONE)"])(
    'takes %s for none',
    (source) => {
      expect(keyTestsIn('a.test.ts', source)).toEqual([]);
    },
  );
});
