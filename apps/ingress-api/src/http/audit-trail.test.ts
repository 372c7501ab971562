import { Fault, permissionsOf } from '@ragfleet/kernel';
import type { AuditEvent } from '@ragfleet/rag-core';
import { beforeEach, expect, it } from 'vitest';
import { caller } from '../routes/admission.test-data.ts';
import { createAuditTrail } from './audit-trail.ts';

let nowMs: number;
let recorded: AuditEvent[];
let suppressed: number;
let logged: object[];
let isAway: boolean;
const trail = () =>
  createAuditTrail({
    audit: {
      record: async (event) => {
        if (isAway) throw new Fault('unavailable', 'The disk is full.');
        recorded.push(event);
      },
    },
    queryService: {
      countRequest: async ({ keyId }) => {
        if (keyId === 'fast') throw new Fault('rate-limited', 'Slow down.');
      },
    },
    logger: { error: (fields: object) => void logged.push(fields) },
    metrics: { count: () => void (suppressed += 1) },
    nowMs: () => nowMs,
  });
beforeEach(() => {
  [nowMs, recorded, suppressed, logged, isAway] = [0, [], 0, [], false];
});

const refused = new Fault('unauthenticated', 'Send a valid key.');
const from = (address: string) => ({ caller: null, route: '/v1/queries', address });

it('writes ten refusals of an address in a minute, and how many were left out before the next', () => {
  const { refusal } = trail();
  for (let count = 0; count < 25; count += 1) refusal(refused, from('192.0.2.1'));
  expect([recorded.length, suppressed]).toEqual([10, 15]);
  refusal(refused, from('192.0.2.2'));
  expect(recorded.at(-1)?.metadata).toEqual({
    route: '/v1/queries',
    status: 401,
    address: '192.0.2.2',
    suppressed: 15,
  });
  nowMs = 60_000;
  refusal(refused, from('192.0.2.1'));
  expect(recorded.at(-1)?.metadata).toEqual({ route: '/v1/queries', status: 401, address: '192.0.2.1' });
});

it('writes three hundred refusals of all addresses in a minute', () => {
  const { refusal } = trail();
  for (let count = 0; count < 500; count += 1) refusal(refused, from(`10.0.${count >> 8}.${count & 255}`));
  expect([recorded.length, suppressed]).toEqual([300, 200]);
});

it('writes no other error', () => {
  trail().refusal(new Fault('not-found', 'There is nothing here.'), from('192.0.2.1'));
  expect(recorded).toEqual([]);
});

it('writes nothing of who is too fast, and of an admin whatever the rate', async () => {
  const { action } = trail();
  const fast = { ...caller, keyId: 'fast' };
  const purge = { action: 'query.purge', target: 'q_1' };
  await expect(action(fast, purge)).rejects.toMatchObject({ kind: 'rate-limited' });
  expect(recorded).toEqual([]);
  await action({ ...fast, permissions: permissionsOf('admin') }, purge);
  await action(caller, purge);
  expect(recorded).toHaveLength(2);
});

it('rejects what cannot be written before it is done, and logs what was only read', async () => {
  isAway = true;
  const operator = {
    kind: 'operator',
    principalId: 'ops',
    keyId: 'k1',
  } as const;
  const { action, note } = trail();
  await expect(action(operator, { action: 'tenant.create', target: 'acme' })).rejects.toMatchObject({
    kind: 'unavailable',
  });
  await note(operator, { type: 'retrieval', question: 'q', metadata: {} });
  expect(logged).toEqual([{ kind: 'unavailable', type: 'retrieval' }]);
});
