import type { CacheAdministration } from '@ragfleet/answer-cache';
import { queryResource } from '@ragfleet/contracts';
import type { Deliveries, QueryService, QueryRecord } from '@ragfleet/job-queue';
import { isFault, type TenantPrincipal } from '@ragfleet/kernel';
import { z } from 'zod';
import { tenantRoute } from '../http/define-route.ts';
import { ok } from '../http/replies.ts';
import type { RawRequest, Reply, Route } from '../http/route.ts';
import { queryParams } from './ids.ts';
import { isFinished, noSuchQuery, ownQuery, resourceOf } from './own-queries.ts';
import { MAY_ASK } from './permissions.ts';

export interface EndQueryPorts {
  readonly queryService: QueryService;
  readonly deliveries: Deliveries;
  readonly cache: Pick<CacheAdministration, 'evictEntry'>;
  readonly publicUrl: string | null;
}

const facts = {
  params: queryParams,
  tag: 'Queries',
  replies: { 200: { description: 'The query as it is now.', schema: queryResource } },
  faults: ['not-found', 'conflict'],
} as const;

export function endQueryRoutes(ports: EndQueryPorts): Route[] {
  return [
    tenantRoute(
      MAY_ASK,
      {
        ...facts,
        method: 'delete',
        path: '/v1/queries/{id}',
        operationId: 'deleteQuery',
        summary:
          'Cancel a query; with `purge`, end it and remove its stored question, result, webhooks and cached answer',
        query: z.strictObject({ purge: z.stringbool().default(false) }),
        audits: 'query.purge',
        // By the handler: a cancellation is not audited, nor is what is not there or not the caller's.
        auditTarget: () => null,
      },
      ({ caller, params, query, audit }) =>
        query.purge ? purge(ports, { caller, queryId: params.id, audit }) : cancel(ports, caller, params.id),
    ),
    tenantRoute(
      MAY_ASK,
      {
        ...facts,
        method: 'post',
        path: '/v1/queries/{id}/cancel',
        operationId: 'cancelQuery',
        summary: 'Cancel a query, also while it runs',
      },
      ({ caller, params }) => cancel(ports, caller, params.id),
    ),
  ];
}

async function cancel(ports: EndQueryPorts, caller: TenantPrincipal, queryId: string): Promise<Reply> {
  const { queryService, publicUrl } = ports;
  await ownQuery(queryService, caller, queryId);
  const record = await queryService.cancel(caller.tenantId, queryId);
  if (record === null) throw noSuchQuery();
  return ok(await resourceOf(queryService, record, publicUrl));
}

interface Purge extends Pick<RawRequest, 'audit'> {
  readonly caller: TenantPrincipal;
  readonly queryId: string;
}

async function purge(ports: EndQueryPorts, { caller, queryId, audit }: Purge): Promise<Reply> {
  const { queryService, deliveries, cache, publicUrl } = ports;
  const record = await ownQuery(queryService, caller, queryId);
  await audit({ action: 'query.purge', target: queryId });
  if (!isFinished(record)) await queryService.cancel(caller.tenantId, queryId).catch(ignoreEnded);
  const entry = entryOfOwnQuestion(await ownQuery(queryService, caller, queryId));
  // First: the purge takes its name away, and one that broke off is asked for again.
  if (entry !== null) await cache.evictEntry(caller.tenantId, entry);
  await queryService.purge(caller.tenantId, queryId);
  await deliveries.purge(caller.tenantId, queryId);
  return ok(await resourceOf(queryService, await ownQuery(queryService, caller, queryId), publicUrl));
}

/** An answer to a question of like meaning holds the words of whoever asked that one. */
const entryOfOwnQuestion = ({ cacheEntry, result }: QueryRecord): QueryRecord['cacheEntry'] =>
  result?.cache.tier === 'semantic' ? null : cacheEntry;

/** A query that ended by itself in the meantime needs no cancellation any more. */
function ignoreEnded(error: unknown): void {
  if (!isFault(error, 'conflict')) throw error;
}
