import { type Clock, Fault } from '@ragfleet/kernel';
import type { ApiKeys, ApiKeyWithSecret, KeyRotation } from '../contract.ts';
import type { KeyDigests } from './key-digest.ts';
import { factsOf, isOfTenant, type TenantKey } from './key-facts.ts';
import { newSecretOf } from './key-format.ts';
import type { KeyRecords } from './key-records.ts';
import { requireWithin } from './require-within.ts';

export interface RotateKeyOptions {
  readonly records: Pick<KeyRecords, 'read' | 'replace'>;
  readonly digestsOf: KeyDigests;
  /** The id of the master key that new digests are under. */
  readonly pepper: string;
  readonly environment: string;
  readonly clock: Clock;
}

const MAX_TRIES = 3;

/** A new secret under the same id; the one before works on for the overlap, older ones end now. */
export function createRotateKey({
  records,
  digestsOf,
  pepper,
  environment,
  clock,
}: RotateKeyOptions): ApiKeys['rotate'] {
  const rotateOnce = async (
    stored: TenantKey,
    { overlapMs }: KeyRotation,
  ): Promise<ApiKeyWithSecret | null> => {
    const { keyId, digest } = stored.record;
    const parts = newSecretOf(environment, keyId);
    const previous = overlapMs === 0 ? null : { digest, untilMs: clock.nowMs() + overlapMs };
    const record = { ...stored.record, digest: digestsOf(parts)[0], pepper, previous };
    const isSet = await records.replace(stored, record);
    return isSet ? { ...factsOf({ ...stored, record }, clock.nowMs()), secret: parts.text } : null;
  };
  return async (tenantId, keyId, rotation) => {
    for (let attempt = 0; attempt < MAX_TRIES; attempt += 1) {
      const stored = await records.read(keyId);
      if (!isOfTenant(stored, tenantId)) return null;
      if (rotation.within !== undefined) requireWithin(stored.record, rotation.within);
      const rotated = await rotateOnce(stored, rotation);
      if (rotated !== null) return rotated;
    }
    throw new Fault('conflict', 'This key is being changed by somebody else. Rotate it again.');
  };
}
