import { expect, test } from 'vitest';
import type { LockedPackages } from './check-lockfile.ts';
import { missingPlatforms } from './missing-platforms.ts';

const optionalDependencies = { '@tool/linux': '1.2.0', '@tool/mac': '1.2.0', fast: '^3.0.0' };
const complete: LockedPackages = {
  '': { version: '1.0.0' },
  'libs/own': { version: '0.1.0', optionalDependencies: { fast: '^3.0.0' } },
  'node_modules/own': { link: true },
  'node_modules/tool': { version: '1.2.0', optionalDependencies },
  'node_modules/@tool/linux': { version: '1.2.0' },
  'node_modules/@tool/mac': { version: '1.2.0' },
  'node_modules/fast': { version: '3.4.0' },
  'node_modules/a/node_modules/tool': {
    version: '1.1.0',
    optionalDependencies: { '@tool/linux': '1.1.0', fast: '^3.0.0' },
  },
  'node_modules/a/node_modules/@tool/linux': { version: '1.1.0' },
};
const without = (path: string): LockedPackages =>
  Object.fromEntries(Object.entries(complete).filter(([name]) => name !== path));

test('passes a lockfile with the packages of every platform, wherever they lie', () => {
  expect(missingPlatforms(complete)).toEqual([]);
});

test.each([
  [
    'another platform’s build',
    'node_modules/@tool/mac',
    ['lacks @tool/mac@1.2.0, which node_modules/tool has'],
  ],
  [
    'a build, with the build of another version in reach',
    'node_modules/a/node_modules/@tool/linux',
    ['lacks @tool/linux@1.1.0, which node_modules/a/node_modules/tool has'],
  ],
  [
    'what several packages want',
    'node_modules/fast',
    [
      'lacks fast@^3.0.0, which libs/own has',
      'lacks fast@^3.0.0, which node_modules/tool has',
      'lacks fast@^3.0.0, which node_modules/a/node_modules/tool has',
    ],
  ],
])('finds that %s is missing, and says the fix', (_name, path, expected) => {
  const problems = missingPlatforms(without(path));
  expect(problems).toEqual(expected.map((words): unknown => expect.stringContaining(words)));
  for (const problem of problems) expect(problem).toContain('npm install --package-lock-only');
});
