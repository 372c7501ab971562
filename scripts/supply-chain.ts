import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { checkLockfile, type LockedPackages, type SupplyPolicy } from './supply-chain/check-lockfile.ts';
import { writeSbom } from './supply-chain/write-sbom.ts';

const { values } = parseArgs({ options: { root: { type: 'string' } } });
const root = values.root ?? fileURLToPath(new URL('..', import.meta.url));
const read = (path: string | URL): unknown => JSON.parse(readFileSync(path, 'utf8'));

const policy = read(new URL('supply-chain/policy.json', import.meta.url)) as SupplyPolicy;
const lockfile = read(join(root, 'package-lock.json')) as { readonly packages: LockedPackages };
const sbom = join(root, '.ragfleet', 'sbom.cdx.json');
const shipped = await writeSbom(root, sbom);
const problems = checkLockfile(lockfile.packages, policy, shipped);
for (const problem of problems) console.error(problem);
console.error(
  `supply chain: ${problems.length} problems in ${Object.keys(lockfile.packages).length} locked packages; ${shipped.size} that ship are in ${sbom}`,
);
process.exitCode = problems.length === 0 ? 0 : 1;
