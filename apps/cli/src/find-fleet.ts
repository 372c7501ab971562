import { Fault } from '@ragfleet/kernel';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';

const localDescription = z.object({
  ingress_url: z.string(),
  api_keys: z.record(z.string(), z.string()),
  queue_redis_url: z.string().optional(),
  cache_redis_url: z.string().optional(),
  postgres_url: z.string().optional(),
  operations_urls: z.record(z.string(), z.string()).default({}),
});

/** The fleet that a command speaks to. */
export interface FleetAddress {
  readonly url: string;
  /** The key for a role; a fleet that was named by hand has one key for everything. */
  readonly keyFor: (role: 'user' | 'admin' | 'operator') => string;
  /** Where the queues are measured, when the user named it. */
  readonly metricsUrl: string | null;
  /** What only a fleet on this machine tells. */
  readonly local: z.output<typeof localDescription> | null;
  /** Where a fleet on this machine keeps its data. */
  readonly dataDir: string | null;
}

export interface FindFleetOptions {
  readonly url: string | undefined;
  readonly apiKey: string | undefined;
  readonly metricsUrl: string | undefined;
  /** The folder that the user named: then no variable and no other place does. */
  readonly dataDir?: string | undefined;
  /** Where local.json may be, in order. */
  readonly descriptionPaths: readonly string[];
}

/**
 * The fleet in the folder that was named, else that of `RAGFLEET_URL` and `RAGFLEET_API_KEY`, else the one that runs on
 * this machine. Fault `unavailable` with the fix when there is none.
 */
export async function findFleet(options: FindFleetOptions): Promise<FleetAddress> {
  const { dataDir } = options;
  const [url, apiKey] = [given(options.url), given(options.apiKey)];
  const metricsUrl = options.metricsUrl ?? null;
  if (dataDir !== undefined) return fleetIn(dataDir);
  if (url !== undefined && apiKey !== undefined) {
    requireAddress(url);
    return { url, keyFor: () => apiKey, metricsUrl, local: null, dataDir: null };
  }
  if (url !== undefined || apiKey !== undefined)
    throw new Fault('invalid-input', 'Set both RAGFLEET_URL and RAGFLEET_API_KEY, or neither.');
  for (const path of options.descriptionPaths) {
    const fleet = await describedFleet(path);
    if (fleet !== null) return { ...fleet, metricsUrl };
  }
  throw new Fault(
    'unavailable',
    'No fleet found. Start one with `npm start`, or set RAGFLEET_URL and RAGFLEET_API_KEY.',
  );
}

/** An empty variable counts as unset. */
const given = (value: string | undefined): string | undefined => (value === '' ? undefined : value);

function requireAddress(url: string): void {
  if (/^https?:\/\//i.test(url) && URL.canParse(url)) return;
  throw new Fault(
    'invalid-input',
    'RAGFLEET_URL is to be a whole address, such as https://fleet.example or http://127.0.0.1:8080.',
  );
}

async function fleetIn(dataDir: string): Promise<FleetAddress> {
  const fleet = await describedFleet(join(dataDir, 'local.json'));
  if (fleet !== null) return fleet;
  throw new Fault(
    'unavailable',
    `No fleet found in ${dataDir}. Start one there with \`npm start -- --data-dir ${dataDir}\`, or leave --data-dir out.`,
  );
}

async function describedFleet(path: string): Promise<FleetAddress | null> {
  const local = await readDescription(path);
  if (local === null) return null;
  const keyFor: FleetAddress['keyFor'] = (role) => local.api_keys[role] ?? '';
  return { url: local.ingress_url, keyFor, metricsUrl: null, local, dataDir: dirname(path) };
}

async function readDescription(path: string): Promise<z.output<typeof localDescription> | null> {
  try {
    return localDescription.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return null;
  }
}
