import { type FeedbackItem, feedbackItems, feedbackList, LIMITS } from '@ragfleet/contracts';
import { redactOutput, scanPii } from '@ragfleet/guards';
import type { QueryService, QueryRecord } from '@ragfleet/job-queue';
import { tenantRoute } from '../http/define-route.ts';
import { ok } from '../http/replies.ts';
import type { Route } from '../http/route.ts';
import type { ListLimiter } from '../http/list-limiter.ts';
import { MAY_ADMINISTER } from './permissions.ts';

const READ_MS = 10_000;
/** Each opens up to 100 sealed records: few of them are rated. */
const MAX_PAGES = 5;

interface Found {
  readonly items: readonly FeedbackItem[];
  readonly next: string | null;
  /** Whether there may be older ones that are listed no more. */
  readonly isCut: boolean;
}

export interface ListFeedbackPorts {
  readonly queryService: Pick<QueryService, 'list'>;
  readonly walks: ListLimiter;
}

/** Rated answers of the whole tenant, without who asked: for whoever measures the fleet by them. */
export function listFeedbackRoute({ queryService, walks }: ListFeedbackPorts): Route {
  return tenantRoute(
    MAY_ADMINISTER,
    {
      method: 'get',
      path: '/v1/feedback',
      operationId: 'listFeedback',
      summary: 'List rated answers, newest first, with personal data masked',
      tag: 'Queries',
      query: feedbackList,
      replies: {
        200: { description: 'A page; it may be empty and have a next one.', schema: feedbackItems },
      },
      faults: ['overloaded'],
      budgetMs: READ_MS,
    },
    async ({ caller: { tenantId }, query, signal }) => {
      using _ = await walks.take(tenantId, signal);
      const { rating, limit, starting_after: startingAfter = null } = query;
      const isWanted = ({ feedback, result }: QueryRecord): boolean =>
        feedback !== null && result !== null && (rating ?? feedback.rating) === feedback.rating;
      const { items, next, isCut } = await findRated(
        queryService,
        { tenantId, limit, startingAfter, isWanted },
        AbortSignal.any([signal, AbortSignal.timeout(READ_MS)]),
      );
      return ok({ object: 'list', data: items, has_more: next !== null, next, truncated: isCut });
    },
  );
}

async function findRated(
  queryService: Pick<QueryService, 'list'>,
  search: {
    readonly tenantId: string;
    readonly limit: number;
    readonly startingAfter: string | null;
    readonly isWanted: (record: QueryRecord) => boolean;
  },
  signal: AbortSignal,
): Promise<Found> {
  const { tenantId, limit, isWanted } = search;
  const items: FeedbackItem[] = [];
  let { startingAfter } = search;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const wanted = {
      tenantId,
      startingAfter,
      principalId: null,
      status: 'succeeded',
      limit: LIMITS.listLimit,
    } as const;
    const { records, hasMore, isCut } = await queryService.list(wanted, signal);
    for (const [at, record] of records.entries()) {
      startingAfter = record.queryId;
      if (isWanted(record)) items.push(toItem(record));
      if (items.length < limit) continue;
      const isLast = !hasMore && at + 1 === records.length;
      return { items, next: isLast ? null : startingAfter, isCut: isLast && isCut };
    }
    if (!hasMore) return { items, next: null, isCut };
  }
  return { items, next: startingAfter, isCut: false };
}

const toItem = ({ queryId, feedback, submission, result }: QueryRecord): FeedbackItem => ({
  object: 'feedback',
  query_id: queryId,
  rating: feedback?.rating ?? 'down',
  comment: typeof feedback?.comment === 'string' ? masked(feedback.comment) : null,
  question: masked(submission.question),
  is_answered: result?.warnings.includes('no-answer') === false,
  citations: (result?.citations ?? []).map(({ document_id, chunk_id, title, quote }) => ({
    document_id,
    chunk_id,
    title,
    quote,
  })),
});

/** Written by a person, about themselves as like as not. */
const masked = (text: string): string => redactOutput(scanPii(text).maskedText).text;
