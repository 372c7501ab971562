import type { AuditReader } from '@ragfleet/audit-log';
import { expect, it, onTestFinished, vi } from 'vitest';
import { problemOf } from '../http/problems.ts';
import { auditRoutes } from './audit.ts';
import { rawRequest } from './raw-request.fixture.ts';

const never = <T>(): Promise<T> => new Promise(() => undefined);
/** As a log that is never read to its end. */
const endless: AuditReader = { covers: 'machine', list: never, verify: never };

const request = rawRequest({ query: { limit: '50' } });

async function refusalOf(path: string, limitMs: number): Promise<ReturnType<typeof problemOf>> {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const answer = auditRoutes({ auditReader: endless }).find((route) => route.path === path)?.answer;
  if (answer?.kind !== 'handler') throw new TypeError('Nothing handles it.');
  const refused = answer.handle(request).catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(limitMs);
  const context = { instance: path, requestId: 'r', mayHaveHappened: false };
  return problemOf(await refused, context);
}

it('a list that is not read in 15 s is refused with what the caller can do, and not to be sent again as it is', async () => {
  const { status, headers, body } = await refusalOf('/v1/audit', 15_000);
  expect([status, headers]).toEqual([422, {}]);
  expect(body).toMatchObject({
    detail: expect.stringContaining('Narrow the period') as string,
    errors: [{ pointer: '/from' }],
  });
});

it('a walk that is not done in 60 s names the variable that helps, and is not to be asked for again soon', async () => {
  const { status, headers, body } = await refusalOf('/v1/audit/verify', 60_000);
  expect(status).toBe(503);
  expect(body.detail).toMatch(/AUDIT_RETENTION_DAYS/);
  expect(Number(headers['Retry-After'])).toBeGreaterThanOrEqual(3_600);
});
