import type { WarmingSavings } from '@ragfleet/answer-cache';
import {
  LIMITS,
  listOf,
  warmingList,
  type WarmingResource,
  warmingResource,
  type WarmingSubmission,
  warmingSubmission,
} from '@ragfleet/contracts';
import type { WarmQueue, WarmRecord, WarmRequest } from '@ragfleet/job-queue';
import { accessSetOf, Fault, type TenantPrincipal } from '@ragfleet/kernel';
import type { WarmableQuestion } from '@ragfleet/rag-core';
import { tenantRoute } from '../http/define-route.ts';
import { accepted, list, ok } from '../http/replies.ts';
import type { Route } from '../http/route.ts';
import { warmingParams } from './ids.ts';
import { MAY_READ, MAY_WRITE } from './permissions.ts';
import { optionalTimestamp, timestamp } from './timestamps.ts';

export interface WarmingRoutePorts {
  readonly warmQueue: Pick<WarmQueue, 'submit' | 'get' | 'list'>;
  readonly warmingSavings: WarmingSavings;
  /** For urls in resources; null gives paths. */
  readonly publicUrl: string | null;
}

/** Answers made ready ahead of time, and what that cost and saved. Nobody's questions are in a reply. */
export function cacheWarmingRoutes(ports: WarmingRoutePorts): Route[] {
  const { warmQueue, publicUrl } = ports;
  const warm = tenantRoute(
    MAY_WRITE,
    {
      method: 'post',
      path: '/v1/cache/warm',
      operationId: 'warmCache',
      summary: 'Answer questions ahead of time: these, or those that people ask most',
      tag: 'Cache',
      body: { schema: warmingSubmission, maxBytes: LIMITS.warmBodyBytes },
      replies: { 202: { description: 'Accepted. `Location` is its report.', schema: warmingResource } },
      faults: ['rate-limited'],
      audits: 'cache.warm',
    },
    async ({ caller, body }) => {
      const resource = toWarmingResource(await warmQueue.submit(requestOf(caller, body)), 0, publicUrl);
      return accepted(resource, { Location: resource.urls.self });
    },
  );
  const read = tenantRoute(
    MAY_READ,
    {
      method: 'get',
      path: '/v1/cache/warm/{id}',
      operationId: 'getCacheWarming',
      summary: 'Read what a warming did, what it spent, and what it saved since',
      tag: 'Cache',
      params: warmingParams,
      replies: { 200: { description: 'The warming.', schema: warmingResource } },
      faults: ['not-found'],
    },
    async ({ caller, params }) => {
      const record = await warmQueue.get(caller.tenantId, params.id);
      if (record === null) throw new Fault('not-found', 'There is no such warming, or it is no longer kept.');
      const [resource] = await withSavings(ports, [record]);
      return ok(resource);
    },
  );
  const all = tenantRoute(
    MAY_READ,
    {
      method: 'get',
      path: '/v1/cache/warmings',
      operationId: 'listCacheWarmings',
      summary: 'List the warmings of the tenant, newest first: nightly ones, and those that were asked for',
      tag: 'Cache',
      query: warmingList,
      replies: { 200: { description: 'Up to the last 100.', schema: listOf(warmingResource) } },
    },
    async ({ caller, query }) => {
      const { records, hasMore } = await warmQueue.list(caller.tenantId, query.limit);
      return list(await withSavings(ports, records), hasMore);
    },
  );
  return [warm, read, all];
}

/** Questions are asked as somebody who reads what the caller reads, and no more. */
function requestOf(caller: TenantPrincipal, { questions, top_n }: WarmingSubmission): WarmRequest {
  const groups = questions && [{ access: accessSetOf(caller), questions: questions.map(toQuestion) }];
  return { tenantId: caller.tenantId, groups: groups ?? null, topN: top_n ?? null };
}

function toQuestion(given: NonNullable<WarmingSubmission['questions']>[number]): WarmableQuestion {
  const { question: text, namespaces = null, quality = null, top_k: topK, model } = given;
  return { text, namespaces, quality, topK, model };
}

async function withSavings(
  { warmingSavings, publicUrl }: WarmingRoutePorts,
  records: readonly WarmRecord[],
): Promise<WarmingResource[]> {
  const [first] = records;
  if (first === undefined) return [];
  const moments = records.map(({ createdAtMs }) => createdAtMs);
  const saved = await warmingSavings.since(first.tenantId, moments);
  return records.map((record, at) => toWarmingResource(record, saved[at] ?? 0, publicUrl));
}

const NOTHING_YET = { questions: 0, refreshed: 0, skipped: 0, failed: 0, spentUsd: 0, stopped: null };

function toWarmingResource(record: WarmRecord, savedUsd: number, publicUrl: string | null): WarmingResource {
  const { spentUsd, budgetUsd, ...report } = { budgetUsd: null, ...(record.report ?? NOTHING_YET) };
  return {
    id: record.warmId,
    object: 'cache_warming',
    status: record.status,
    trigger: record.trigger,
    created_at: timestamp(record.createdAtMs),
    started_at: optionalTimestamp(record.startedAtMs),
    finished_at: optionalTimestamp(record.finishedAtMs),
    ...report,
    spent_usd: spentUsd,
    budget_usd: budgetUsd,
    saved_usd: savedUsd,
    urls: { self: `${publicUrl ?? ''}/v1/cache/warm/${record.warmId}` },
  };
}
