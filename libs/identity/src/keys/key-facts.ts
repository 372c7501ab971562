import { DEFAULT_NAMESPACE, LANES } from '@ragfleet/kernel';
import type { ApiKeyFacts, NewApiKey } from '../contract.ts';
import { isExpired, type KeyRecord, type StoredKey, type TenantKeyRecord } from './key-records.ts';

export type CommonFacts = Pick<
  KeyRecord,
  'keyId' | 'principalId' | 'createdAtMs' | 'digest' | 'pepper' | 'previous'
>;
export type TenantKey = StoredKey & { readonly record: TenantKeyRecord };

export function isOfTenant(stored: StoredKey | null, tenantId: string): stored is TenantKey {
  return stored?.record.kind === 'tenant' && stored.record.tenantId === tenantId;
}

export function tenantRecord(key: NewApiKey, common: CommonFacts): TenantKeyRecord {
  return {
    ...common,
    kind: 'tenant',
    tenantId: key.tenantId,
    name: key.name ?? null,
    role: key.role,
    permissions: [...(key.permissions ?? [])],
    scopes: key.scopes?.slice() ?? null,
    namespaces: [...(key.namespaces ?? [DEFAULT_NAMESPACE])],
    department: key.department ?? null,
    lanes: [...(key.lanes ?? LANES)],
    requestsPerSecond: key.requestsPerSecond ?? null,
    expiresAtMs: key.expiresAtMs ?? null,
  };
}

export function factsOf({ record, lastUsedDay }: TenantKey, nowMs: number): ApiKeyFacts {
  const { kind: _kind, digest: _digest, pepper: _pepper, previous, ...facts } = record;
  const untilMs = previous?.untilMs ?? 0;
  return {
    ...facts,
    isExpired: isExpired(record, nowMs),
    previousSecretUntilMs: untilMs > nowMs ? untilMs : null,
    lastUsedDay,
  };
}
