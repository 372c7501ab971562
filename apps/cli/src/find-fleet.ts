import { Fault } from '@ragfleet/kernel';
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
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
  /** Where local.json may be, in order. */
  readonly descriptionPaths: readonly string[];
}

/** `RAGFLEET_URL` and `RAGFLEET_API_KEY`, else the fleet that runs on this machine. Fault `unavailable` with the fix when there is neither. */
export async function findFleet(options: FindFleetOptions): Promise<FleetAddress> {
  const { url, apiKey } = options;
  const metricsUrl = options.metricsUrl ?? null;
  if (url !== undefined && apiKey !== undefined)
    return { url, keyFor: () => apiKey, metricsUrl, local: null, dataDir: null };
  if (url !== undefined || apiKey !== undefined)
    throw new Fault('invalid-input', 'Set both RAGFLEET_URL and RAGFLEET_API_KEY, or neither.');
  for (const path of options.descriptionPaths) {
    const local = await readDescription(path);
    if (local !== null) {
      const keyFor: FleetAddress['keyFor'] = (role) => local.api_keys[role] ?? '';
      return { url: local.ingress_url, keyFor, metricsUrl, local, dataDir: dirname(path) };
    }
  }
  throw new Fault(
    'unavailable',
    'No fleet found. Start one with `npm start`, or set RAGFLEET_URL and RAGFLEET_API_KEY.',
  );
}

async function readDescription(path: string): Promise<z.output<typeof localDescription> | null> {
  try {
    return localDescription.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return null;
  }
}
