import { createClient, RagfleetError } from '@ragfleet/client';
import { isFault } from '@ragfleet/kernel';
import { readConfig, storeVariables } from '@ragfleet/service-runtime';
import { z } from 'zod';
import type { FleetAddress } from '../find-fleet.ts';
import { type Finding, ill, well } from './contract.ts';

const TIMEOUT_MS = 3_000;

/** Whether the fleet takes the key that commands send. */
export async function checkApiKey({ url, keyFor }: FleetAddress): Promise<Finding> {
  const client = createClient({ url, apiKey: keyFor('user'), timeoutMs: TIMEOUT_MS, maxAttempts: 1 });
  try {
    const { kind, role } = await client.me();
    return well('api key', `accepted: ${role ?? kind}`);
  } catch (error) {
    if (!(error instanceof RagfleetError)) throw error;
    if (error.status === 0) return ill('api key', 'not asked', 'Start the fleet, then look again.');
    return ill('api key', `refused with ${error.status}`, error.problem.detail);
  }
}

const { RAGFLEET_MASTER_KEY, RAGFLEET_MASTER_KEYS_OLD } = storeVariables;
const masterKeys = z.object({ RAGFLEET_MASTER_KEY, RAGFLEET_MASTER_KEYS_OLD });

/** Whether the master keys of this shell could open anything; nothing where there are none. Shows none of them. */
export function checkMasterKeys(environment: NodeJS.ProcessEnv): Finding[] {
  if ((environment['RAGFLEET_MASTER_KEY'] ?? '') === '') return [];
  try {
    readConfig(masterKeys, environment);
    return [well('master key', '32 bytes')];
  } catch (error) {
    if (!isFault(error)) throw error;
    return [ill('master key', 'not of the right form', 'Make one with: openssl rand -base64 32')];
  }
}
