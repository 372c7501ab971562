import type { LockedPackages } from './check-lockfile.ts';

/**
 * The optional packages that the lockfile lacks, each with the fix. They are mostly one platform's builds of another
 * package, and npm ci refuses a lockfile on every platform when it holds those of one alone.
 */
export function missingPlatforms(packages: LockedPackages): string[] {
  return Object.entries(packages)
    .filter(([, { link }]) => link !== true)
    .flatMap(([path, { optionalDependencies = {} }]) =>
      Object.entries(optionalDependencies).map(([name, range]) => ({ path, name, range })),
    )
    .filter(({ path, name, range }) => !isLocked(lockedVersion(packages, path, name), range))
    .map(
      ({ path, name, range }) =>
        `package-lock.json lacks ${name}@${range}, which ${path === '' ? 'the workspace' : path} has as an optional dependency. ` +
        'Move every node_modules away, run npm install --package-lock-only --ignore-scripts, and move them back.',
    );
}

const EXACT = /^\d/;

const isLocked = (version: string | undefined, range: string): boolean =>
  version !== undefined && (!EXACT.test(range) || version === range);

/** The version that a package at `path` finds, as Node looks for it: beside itself, then in every folder above. */
function lockedVersion(packages: LockedPackages, path: string, name: string): string | undefined {
  const beside = packages[`${path === '' ? '' : `${path}/`}node_modules/${name}`];
  if (beside !== undefined || path === '') return beside?.version;
  const above = path.slice(0, Math.max(0, path.lastIndexOf('/node_modules/')));
  return lockedVersion(packages, above, name);
}
