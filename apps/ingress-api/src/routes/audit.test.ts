import type { AuditReader } from '@ragfleet/audit-log';
import { expect, it, onTestFinished, vi } from 'vitest';
import { problemOf } from '../http/problems.ts';
import { auditRoutes } from './audit.ts';
import { rawRequest } from './raw-request.fixture.ts';

const never = <T>(): Promise<T> => new Promise(() => undefined);
/** As a log that is never read to its end. */
const endless: AuditReader = { covers: 'machine', list: never, verify: never };

const request = rawRequest({ query: { limit: '50' } });

it.each([
  ['/v1/audit', 15_000, /Narrow the period/],
  ['/v1/audit/verify', 60_000, /AUDIT_RETENTION_DAYS/],
])('%s that is not read in %i ms says what helps', async (path, limitMs, words) => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const answer = auditRoutes({ auditReader: endless }).find((route) => route.path === path)?.answer;
  if (answer?.kind !== 'handler') throw new TypeError('Nothing handles it.');
  const refused = answer.handle(request).catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(limitMs);
  const context = { instance: path, requestId: 'r', mayHaveHappened: false };
  const { status, body } = problemOf(await refused, context);
  expect(status).toBe(503);
  expect(body.detail).toMatch(words);
});
