import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { auditEvents } from '@ragfleet/contracts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Call, Called } from './testing/call-api.fixture.ts';
import { startIngress, type TestIngress } from './testing/start-ingress.fixture.ts';

const PER_SECOND = 1;
const WINDOW_MS = 10_000;
const BURST = 100;

let auditDir: string;
let ingress: TestIngress;
let admin: string;
beforeAll(async () => {
  auditDir = await mkdtemp(join(tmpdir(), 'ragfleet-ingress-'));
  ingress = await startIngress({ AUDIT_DIR: auditDir });
  admin = await ingress.keyFor({ role: 'admin', principalId: 'root' });
});
afterAll(async () => {
  await ingress.stop();
  await rm(auditDir, { recursive: true });
});

const linesOf = async (type: string): Promise<number> => {
  const { body } = await ingress.call({ path: `/v1/audit?type=${type}&limit=500`, key: admin });
  return auditEvents.parse(body).data.length;
};
const burst = (call: Call): Promise<Called[]> =>
  Promise.all(Array.from({ length: BURST }, () => ingress.call(call)));
/** How many the windows take that have begun since then. */
const mostSince = (startedAtMs: number): number =>
  (Math.floor(Date.now() / WINDOW_MS) - Math.floor(startedAtMs / WINDOW_MS) + 1) * PER_SECOND * 10;
const statusesOf = (replies: readonly Called[]): Set<number> => new Set(replies.map(({ status }) => status));

it.each([
  ['that are refused for what they hold', 'my SSN is 219-09-9999', 'pii_detected', 422],
  ['that are answered', 'plans', 'retrieval', 200],
])('a burst of searches %s is cut off, and leaves few lines', async (_name, query, type, status) => {
  const key = await ingress.keyFor({ role: 'guest', requestsPerSecond: PER_SECOND });
  const startedAtMs = Date.now();
  const replies = await burst({ path: '/v1/search', key, body: { query, mode: 'keyword' } });
  expect(statusesOf(replies)).toEqual(new Set([status, 429]));
  const refused = replies.find((reply) => reply.status === 429);
  expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0);
  const lines = await linesOf(type);
  expect(lines).toBeGreaterThan(0);
  expect(lines).toBeLessThanOrEqual(mostSince(startedAtMs));
});

it('a burst of changes by somebody who is no admin is cut off, and an admin goes on', async () => {
  const writer = await ingress.keyFor({
    role: 'user',
    permissions: ['write'],
    requestsPerSecond: PER_SECOND,
  });
  const call = { method: 'DELETE', path: '/v1/documents/nothing' };
  const startedAtMs = Date.now();
  const replies = await burst({ ...call, key: writer });
  expect(statusesOf(replies)).toEqual(new Set([404, 429]));
  expect(await linesOf('operator_action')).toBeLessThanOrEqual(mostSince(startedAtMs));
  const slowAdmin = await ingress.keyFor({ role: 'admin', requestsPerSecond: PER_SECOND });
  expect(statusesOf(await burst({ ...call, key: slowAdmin }))).toEqual(new Set([404]));
});

it('a purge of what is not there, or is somebody else’s, leaves no line', async () => {
  const before = await linesOf('operator_action');
  const { body } = await ingress.call({ path: '/v1/queries', key: admin, body: { question: 'Why?' } });
  const guest = await ingress.keyFor({ role: 'guest' });
  for (const id of ['q_1', String(body['id'])]) {
    const path = `/v1/queries/${id}?purge=true`;
    expect((await ingress.call({ method: 'DELETE', path, key: guest })).status).toBe(404);
  }
  expect(await linesOf('operator_action')).toBe(before);
});
