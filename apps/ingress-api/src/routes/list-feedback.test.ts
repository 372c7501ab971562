import type { QueryService, QueryRecord } from '@ragfleet/job-queue';
import { permissionsOf } from '@ragfleet/kernel';
import { queryResultOf, submissionOf } from '@ragfleet/test-support';
import { expect, it } from 'vitest';
import type { Reply } from '../http/route.ts';
import { createListLimiter } from '../http/list-limiter.ts';
import { caller, recordOf } from './admission.test-data.ts';
import { listFeedbackRoute } from './list-feedback.ts';
import { rawRequest } from './raw-request.fixture.ts';

const rated: QueryRecord = {
  ...recordOf({
    principal: caller,
    submission: submissionOf('How much leave?'),
    lane: 'normal',
    deadlineSeconds: 60,
    bodyHash: '',
    idempotencyKey: null,
  }).record,
  result: queryResultOf({ answer: '25 days.' }),
  feedback: { rating: 'up', comment: null },
};

async function firstPage(listed: Awaited<ReturnType<QueryService['list']>>, limit: number): Promise<Reply> {
  const one = { places: 1, perTenant: 1 };
  const { answer } = listFeedbackRoute({
    queryService: { list: () => Promise.resolve(listed) },
    walks: createListLimiter({ ...one, waiting: one, waitMs: 20 }),
  });
  if (answer.kind !== 'handler') throw new TypeError('A page lists nothing.');
  const admin = { ...caller, permissions: permissionsOf('admin') };
  return answer.handle(rawRequest({ caller: admin, query: { limit: String(limit) } }));
}

it.each([
  ['has listed every query', { hasMore: false, isCut: false }, 10, { next: null, truncated: false }],
  ['has listed its newest queries', { hasMore: false, isCut: true }, 10, { next: null, truncated: true }],
  ['has the last of them at its limit', { hasMore: false, isCut: true }, 2, { next: null, truncated: true }],
  ['goes on', { hasMore: false, isCut: true }, 1, { next: rated.queryId, truncated: false }],
])('a page that %s says whether older ratings are left out', async (_what, end, limit, told) => {
  expect(await firstPage({ records: [rated, rated], ...end }, limit)).toMatchObject({ body: told });
});
