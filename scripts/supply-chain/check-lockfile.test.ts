import { expect, test } from 'vitest';
import { checkLockfile, type LockedPackage, type SupplyPolicy } from './check-lockfile.ts';

const policy: SupplyPolicy = {
  licenses: ['MIT'],
  licensesForDevelopment: ['MPL-2.0'],
  licensesRead: { 'wordy@1.0.0': { license: 'MIT', why: 'Its file says so.' } },
  installScripts: { builder: 'It builds.' },
};
const fine: LockedPackage = { version: '1.0.0', license: 'MIT', integrity: 'sha512-abc' };
const base = {
  '': { version: '1.0.0' },
  'libs/own': { version: '0.1.0' },
  'node_modules/own': { link: true },
  'node_modules/wordy': { ...fine, license: 'See the file' },
  'node_modules/builder': { ...fine, hasInstallScript: true },
};
const problemsWith = (added: LockedPackage, path = 'node_modules/a/node_modules/@b/c'): string[] =>
  checkLockfile({ ...base, [path]: added }, policy, new Set(['@b/c@1.0.0']));

test('passes what the policy allows', () => {
  expect(problemsWith(fine)).toEqual([]);
  expect(problemsWith({ ...fine, license: 'MPL-2.0' }, 'node_modules/tool')).toEqual([]);
  expect(problemsWith({ version: '1.0.0', license: 'MIT', inBundle: true })).toEqual([]);
});

test.each<[string, LockedPackage, RegExp]>([
  [
    'a licence that is not allowed',
    { ...fine, license: 'AGPL-3.0-only' },
    /^@b\/c@1.0.0 is under AGPL-3.0-only/,
  ],
  ['a licence for development in what ships', { ...fine, license: 'MPL-2.0' }, /is under MPL-2.0/],
  ['no licence', { version: '1.0.0', integrity: 'sha512-abc' }, /no licence/],
  ['no digest', { version: '1.0.0', license: 'MIT' }, /no SHA-512/],
  ['a weak digest', { ...fine, integrity: 'sha1-abc' }, /no SHA-512/],
  [
    'a private registry, and keeps its password to itself',
    { ...fine, resolved: 'https://me:secret@npm.internal.example/c.tgz' },
    /^@b\/c@1.0.0 comes from https:\/\/npm.internal.example,/,
  ],
  [
    'a repository in place of a registry',
    { ...fine, resolved: 'git+ssh://git@host.example/c.git#1' },
    /comes from/,
  ],
  [
    'an optional package that is not there',
    { ...fine, optionalDependencies: { '@b/linux': '1.0.0' } },
    /lacks @b/,
  ],
  ['a script at installation', { ...fine, hasInstallScript: true }, /runs a script/],
])('finds %s', (_name, added, expected) => {
  const [problem, ...more] = problemsWith(added);
  expect(problem).toMatch(expected);
  expect(more).toEqual([]);
});

test('finds exceptions that nothing needs', () => {
  expect(checkLockfile({}, policy, new Set())).toEqual([
    expect.stringMatching(/^wordy@1.0.0 needs no exception/),
    expect.stringMatching(/^builder needs no exception/),
  ]);
});
