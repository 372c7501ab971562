import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Fault } from '@ragfleet/kernel';
import { z } from 'zod';
import { atomicFile } from './atomic-file.ts';

const text = z.string().min(1);

const fleetSecrets = z.object({
  /** base64 of 32 bytes. */
  master_key: text,
  dashboard_password: text,
  /** By role. Empty until the first provisioning. */
  api_keys: z.record(z.string(), text),
  other_tenant_api_keys: z.record(z.string(), text),
});
/** Made once and kept in the data folder, because the data cannot be read without them. */
export type FleetSecrets = z.output<typeof fleetSecrets>;

/** Reads the secrets, or makes them. A file that cannot be read, or does not parse, is a Fault: making new ones would lose the data. */
export async function loadSecrets(path: string): Promise<FleetSecrets> {
  const present = await readIfThere(path);
  if (present === null) return makeSecrets(path);
  const parsed = fleetSecrets.safeParse(jsonOf(present));
  if (parsed.success) return parsed.data;
  throw new Fault(
    'corrupt',
    `${path} is damaged. Restore it, or remove the whole data folder to start anew.`,
  );
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return null;
    const detail = `${path} holds the keys of this folder's data and cannot be read. Give it back to whoever starts the fleet, or start it as its owner.`;
    throw new Fault('unavailable', detail, { cause });
  }
}

export async function saveSecrets(path: string, secrets: FleetSecrets): Promise<void> {
  await atomicFile(path).write(`${JSON.stringify(secrets, null, 2)}\n`);
}

async function makeSecrets(path: string): Promise<FleetSecrets> {
  const secrets = {
    master_key: randomBytes(32).toString('base64'),
    dashboard_password: randomBytes(18).toString('base64url'),
    api_keys: {},
    other_tenant_api_keys: {},
  };
  await saveSecrets(path, secrets);
  return secrets;
}

function jsonOf(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return null;
  }
}
