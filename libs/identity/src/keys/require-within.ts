import { Fault, holds, permissionsOf, PUBLIC_NAMESPACE } from '@ragfleet/kernel';
import type { KeyReach } from '../contract.ts';
import type { TenantKeyRecord } from './key-records.ts';

/**
 * Fault `forbidden` for a key that may do more than who makes or rotates it: a narrow admin would have a way to everything.
 * Where it may search is nothing more for who may search all.
 */
export function requireWithin(record: TenantKeyRecord, holder: KeyReach): void {
  const { role, permissions, scopes, lanes } = record;
  const missing = [...permissionsOf(role, permissions, scopes)].find(
    (permission) => !holds(holder.permissions, permission),
  );
  if (missing !== undefined) throw new Fault('forbidden', `Permission denied: ${missing} required`);
  if (!readsWithin(record, holder))
    throw refused('Name only namespaces that your own key has, or public, and no department but its own.');
  if (!lanes.every((lane) => holder.lanes.includes(lane)))
    throw refused('Name only lanes that your own key has.');
  if (!asksWithin(record, holder)) throw refused('Name a rate that is at most that of your own key.');
}

function readsWithin({ namespaces, department }: TenantKeyRecord, holder: KeyReach): boolean {
  if (holder.permissions.has('search_all')) return true;
  const isOwn = (namespace: string): boolean =>
    namespace === PUBLIC_NAMESPACE || holder.namespaces.includes(namespace);
  return namespaces.every(isOwn) && (department === null || department === holder.department);
}

function asksWithin({ requestsPerSecond }: TenantKeyRecord, holder: KeyReach): boolean {
  const most = holder.requestsPerSecond ?? null;
  return most === null || (requestsPerSecond !== null && requestsPerSecond <= most);
}

const refused = (fix: string): Fault =>
  new Fault('forbidden', `${fix} A key makes or rotates none that may do more than itself.`);
