import { listOf, queryList, queryResource } from '@ragfleet/contracts';
import type { QueryService, QueryEventReader } from '@ragfleet/job-queue';
import { tenantRoute } from '../http/define-route.ts';
import { list, ok } from '../http/replies.ts';
import type { Route } from '../http/route.ts';
import type { ListLimiter } from '../http/list-limiter.ts';
import { queryParams } from './ids.ts';
import { ownQuery, resourceOf } from './own-queries.ts';
import { MAY_ASK } from './permissions.ts';
import { eventHeaders } from './request-headers.ts';

export interface ReadQueryPorts {
  readonly queryService: QueryService;
  readonly queryEvents: QueryEventReader;
  readonly walks: ListLimiter;
  /** For urls in resources; null gives paths. */
  readonly publicUrl: string | null;
}

const oneQuery = { params: queryParams, tag: 'Queries', faults: ['not-found'] } as const;

export function readQueryRoutes(ports: ReadQueryPorts): Route[] {
  return [listRoute(ports), getRoute(ports), eventsRoute(ports)];
}

function listRoute({ queryService, walks, publicUrl }: ReadQueryPorts): Route {
  return tenantRoute(
    MAY_ASK,
    {
      method: 'get',
      path: '/v1/queries',
      operationId: 'listQueries',
      summary: 'List own queries, newest first; an admin sees the whole tenant',
      tag: 'Queries',
      query: queryList,
      replies: { 200: { description: 'A page.', schema: listOf(queryResource) } },
      faults: ['overloaded'],
    },
    async ({ caller, query, signal }) => {
      using _ = query.status === undefined ? null : await walks.take(caller.tenantId, signal);
      const wanted = {
        tenantId: caller.tenantId,
        principalId: caller.permissions.has('admin') ? null : caller.principalId,
        status: query.status ?? null,
        limit: query.limit,
        startingAfter: query.starting_after ?? null,
      };
      const { records, hasMore } = await queryService.list(wanted, signal);
      return list(
        await Promise.all(records.map((record) => resourceOf(queryService, record, publicUrl))),
        hasMore,
      );
    },
  );
}

function getRoute({ queryService, publicUrl }: ReadQueryPorts): Route {
  return tenantRoute(
    MAY_ASK,
    {
      ...oneQuery,
      method: 'get',
      path: '/v1/queries/{id}',
      operationId: 'getQuery',
      summary: 'Read a query',
      replies: { 200: { description: 'The query.', schema: queryResource } },
    },
    async ({ caller, params }) =>
      ok(await resourceOf(queryService, await ownQuery(queryService, caller, params.id), publicUrl)),
  );
}

function eventsRoute({ queryService, queryEvents }: ReadQueryPorts): Route {
  return tenantRoute(
    MAY_ASK,
    {
      ...oneQuery,
      method: 'get',
      path: '/v1/queries/{id}/events',
      operationId: 'streamQuery',
      summary: 'Follow a query as server-sent events, replayed from the first',
      headers: eventHeaders,
      replies: {
        200: {
          description: 'Events `status`, `token`, `reset`, `citation`, and `done` with the resource.',
          contentType: 'text/event-stream',
        },
      },
      faults: ['not-found', 'overloaded'],
    },
    async ({ caller, params }) => {
      const { tenantId, queryId } = await ownQuery(queryService, caller, params.id);
      return {
        kind: 'events',
        open: (afterId, signal) => queryEvents.read(tenantId, queryId, afterId, signal),
      };
    },
  );
}
