import type { QueryResource } from '@ragfleet/contracts';
import { type QueryService, type QueryRecord, type QueuePlace, toQueryResource } from '@ragfleet/job-queue';
import { Fault, type TenantPrincipal } from '@ragfleet/kernel';

/** The caller's query, or any of the tenant's for an admin; else a Fault `not-found`, whoever it belongs to. */
export async function ownQuery(
  queryService: QueryService,
  caller: TenantPrincipal,
  queryId: string,
): Promise<QueryRecord> {
  const record = await queryService.get(caller.tenantId, queryId);
  if (record === null || !isOwn(caller, record.principalId)) throw noSuchQuery();
  return record;
}

export function isOwn(caller: TenantPrincipal, principalId: string): boolean {
  return principalId === caller.principalId || caller.permissions.has('admin');
}

export function noSuchQuery(): Fault {
  return new Fault('not-found', 'There is no such query, or it is not yours, or it is no longer kept.');
}

/** The resource with its place in the lane while it waits. */
export async function resourceOf(
  queryService: QueryService,
  record: QueryRecord,
  publicUrl: string | null,
): Promise<QueryResource> {
  return toQueryResource(record, { place: await placeOf(queryService, record), publicUrl });
}

export async function placeOf(queryService: QueryService, record: QueryRecord): Promise<QueuePlace | null> {
  return record.status === 'queued' ? queryService.place(record) : null;
}

export const isFinished = (record: QueryRecord): boolean =>
  record.status !== 'queued' && record.status !== 'running';
