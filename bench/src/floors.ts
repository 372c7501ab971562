import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const FLOORS = new URL('../floors/', import.meta.url);
const manifest = z.object({ dependencies: z.record(z.string(), z.string()) });

/** Where a floor is that runs in a process of its own. */
export const floorPath = (file: string): string => fileURLToPath(new URL(file, FLOORS));

/** The pinned version of what floors are made of, which is that of the product. Throws where they do not use it. */
export function floorVersion(packageName: string): string {
  const { dependencies } = manifest.parse(
    JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')),
  );
  const version = dependencies[packageName];
  if (version === undefined)
    throw new Error(`bench/package.json does not name ${packageName}. Add it there.`);
  return version;
}
