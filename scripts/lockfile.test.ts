import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

interface LockedPackage {
  readonly version?: string;
  readonly link?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}
const file = fileURLToPath(new URL('../package-lock.json', import.meta.url));
const { packages } = JSON.parse(readFileSync(file, 'utf8')) as {
  packages: Readonly<Record<string, LockedPackage>>;
};

/** The version that a package at `path` finds, as Node looks for it: beside itself, then in every folder above. */
function lockedVersion(path: string, name: string): string | undefined {
  const beside = packages[`${path === '' ? '' : `${path}/`}node_modules/${name}`];
  if (beside !== undefined || path === '') return beside?.version;
  return lockedVersion(path.slice(0, Math.max(0, path.lastIndexOf('/node_modules/'))), name);
}

test('the lockfile holds every platform’s packages, since npm ci refuses it on all platforms when it holds one’s alone', () => {
  const missing = Object.entries(packages)
    .filter(([, locked]) => locked.link !== true)
    .flatMap(([path, { optionalDependencies = {} }]) =>
      Object.entries(optionalDependencies).map(([name, range]) => ({ path, name, range })),
    )
    .filter(({ path, name, range }) => {
      const version = lockedVersion(path, name);
      return version === undefined || (/^\d/.test(range) && version !== range);
    });
  expect(missing.map(({ path, name, range }) => `${path} wants ${name}@${range}`)).toEqual([]);
});
