import { expect, it } from 'vitest';
import { parseQueryJob, type QueryJob, toQueryPayload } from './query-job.ts';

const QUERY_ID = `q_${'0'.repeat(32)}`;
const job: QueryJob = { tenantId: 'acme', queryId: QUERY_ID, deadlineAtMs: 1_790_000_000_000 };
/** Redis packs a hash as long as no value is longer. */
const PACKED_BYTES = 64;

it('comes back from what a lane keeps under its id', () => {
  expect(parseQueryJob(QUERY_ID, JSON.parse(JSON.stringify(toQueryPayload(job))))).toEqual(job);
});

it('is short enough for a packed hash, for tenants with names of up to 30 characters', () => {
  const payload = toQueryPayload({ ...job, tenantId: 't'.repeat(30) });
  expect(JSON.stringify(payload).length).toBeLessThanOrEqual(PACKED_BYTES);
});

it('is still read as the first version wrote it', () => {
  expect(parseQueryJob(QUERY_ID, { v: 1, ...job })).toEqual(job);
});

it.each([
  ['no object', 'acme'],
  ['another version', { ...toQueryPayload(job), v: 3 }],
  ['a missing deadline', { v: 2, t: 'acme' }],
])('is null for %s', (_name, data) => {
  expect(parseQueryJob(QUERY_ID, data)).toBeNull();
});
