import { Fault } from '@ragfleet/kernel';
import type { Sealer } from '@ragfleet/sealing';
import { z } from 'zod';
import { DISABLED_REASONS, type Endpoint } from './contract.ts';

export const ENDPOINT_PURPOSE = 'endpoint';
const ID_HEX_DIGITS = 32;

/** As the scripts write it: what is unknown is left out. */
const storedEndpoint = z.object({
  url: z.string(),
  failures: z.number(),
  failingSinceMs: z.number().nullable().default(null),
  lastSuccessAtMs: z.number().nullable().default(null),
  lastHttpStatus: z.number().nullable().default(null),
  lastError: z.string().nullable().default(null),
  disabledReason: z.enum(DISABLED_REASONS).nullable().default(null),
  disabledAtMs: z.number().nullable().default(null),
});
type StoredEndpoint = z.output<typeof storedEndpoint>;

/** A digest: it names one URL of one tenant and tells nothing about it. */
export const endpointIdOf = (sealer: Sealer, tenantId: string, url: string): string =>
  `we_${sealer.digest(tenantId, ENDPOINT_PURPOSE, url).slice(0, ID_HEX_DIGITS)}`;

/** Fault `corrupt` when it cannot be read. */
export function parseEndpoint(json: string): StoredEndpoint {
  try {
    return storedEndpoint.parse(JSON.parse(json));
  } catch (cause) {
    throw new Fault('corrupt', 'A stored endpoint cannot be read.', { cause });
  }
}

interface KeptEndpoint {
  readonly tenantId: string;
  readonly endpointId: string;
  readonly json: string;
  readonly lastUsedAtMs: number;
}

/** An endpoint with its URL opened. Fault `corrupt`. */
export function openEndpoint(
  sealer: Sealer,
  { tenantId, endpointId, json, lastUsedAtMs }: KeptEndpoint,
): Endpoint {
  const { url, failures, ...facts } = parseEndpoint(json);
  return {
    tenantId,
    endpointId,
    ...facts,
    url: sealer.open(tenantId, ENDPOINT_PURPOSE, url),
    failuresInARow: failures,
    lastUsedAtMs,
  };
}
