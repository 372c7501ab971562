import type { CacheAdministration } from '@ragfleet/answer-cache';
import { feedbackSubmission, LIMITS, type METRICS } from '@ragfleet/contracts';
import type { QueryService } from '@ragfleet/job-queue';
import { Fault } from '@ragfleet/kernel';
import type { Metrics } from '@ragfleet/service-runtime';
import { tenantRoute } from '../http/define-route.ts';
import { noContent } from '../http/replies.ts';
import type { Route } from '../http/route.ts';
import { type LevelPort, requireStatistics } from './degradation.ts';
import { queryParams } from './ids.ts';
import { isFinished, noSuchQuery, ownQuery } from './own-queries.ts';
import { MAY_ASK } from './permissions.ts';

export interface FeedbackPorts extends LevelPort {
  readonly queryService: QueryService;
  readonly cache: Pick<CacheAdministration, 'evictEntry' | 'countRating'>;
  readonly metrics: Pick<Metrics<keyof typeof METRICS>, 'count'>;
}

/** What a person thought of an answer. Doing it again changes nothing; another rating takes the place of the first. */
export function feedbackRoute({ queryService, cache, metrics, levelInForce }: FeedbackPorts): Route {
  return tenantRoute(
    MAY_ASK,
    {
      method: 'post',
      path: '/v1/queries/{id}/feedback',
      operationId: 'giveFeedback',
      summary: 'Rate an answer; `down` also drops it from the cache',
      tag: 'Queries',
      params: queryParams,
      body: { schema: feedbackSubmission, maxBytes: LIMITS.queryBodyBytes },
      replies: { 204: { description: 'Kept with the query.' } },
      faults: ['not-found', 'conflict', 'unavailable'],
    },
    async ({ caller, params: { id }, body: { rating, comment = null } }) => {
      const { tenantId } = caller;
      const record = await ownQuery(queryService, caller, id);
      if (!isFinished(record)) throw new Fault('conflict', 'This query has not ended. Rate it when it has.');
      // First: a rating that is kept has had its effect, and one that could not have it is sent again.
      if (rating === 'down' && record.cacheEntry !== null) {
        const evicted = await cache.evictEntry(tenantId, record.cacheEntry);
        if (evicted) metrics.count('cacheEvictions', { tenant: tenantId, reason: 'rated-down' });
      }
      await requireStatistics({ levelInForce }, tenantId);
      const rated = await queryService.rate(tenantId, id, { rating, comment });
      if (rated === null) throw noSuchQuery();
      if (rated.previous !== rating) await cache.countRating(tenantId, rating, rated.previous);
      return noContent;
    },
  );
}
