import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
// A row's last cell: a file and the name of a test in it.
const NAMED = /\| `(?<file>[^`]+\.test\.ts)`: (?<name>[^|]+) \|$/gm;

test('every test that docs/security.md names is there', () => {
  const named = [...read('docs/security.md').matchAll(NAMED)].map(({ groups = {} }) => groups);
  expect(named).toHaveLength(10);
  for (const { file = '', name = '' } of named) expect(read(file), file).toContain(`'${name}'`);
});
