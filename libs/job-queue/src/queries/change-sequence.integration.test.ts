import { queueKeys } from '@ragfleet/contracts';
import type { ChangeSequence } from '@ragfleet/rag-core';
import { closeRedis, connectRedis, type Redis, whenReady } from '@ragfleet/redis-connection';
import { startTestRedis, type TestRedis } from '@ragfleet/test-support';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changesStamp, createChangeSequence } from './change-sequence.ts';
import { createQueryLedger } from './query-ledger.ts';
import { sealer } from './query.test-data.ts';

let server: TestRedis;
let redis: Redis;
let changes: ChangeSequence;

beforeAll(async () => {
  server = await startTestRedis();
  redis = connectRedis({ url: server.url, profile: 'fail-fast', name: 'test' });
  await whenReady(redis, 2_000);
  changes = createChangeSequence({ redis });
});
afterAll(async () => {
  await closeRedis(redis, 500);
  await server.stop();
});

describe('createChangeSequence', () => {
  it('moves with every change, for that tenant alone', async () => {
    const stamps = [await changes.current('acme')];
    for (const namespaces of [['hr'], ['hr'], ['hr', 'legal']]) {
      await changes.advance('acme', namespaces);
      stamps.push(await changes.current('acme'));
    }
    expect(new Set(stamps).size).toBe(4);
    expect(await changes.current('acme')).toBe(stamps.at(-1));
    expect(await changes.current('globex')).toBe('0');
  });

  it('never comes back to an earlier stamp, even when Redis lost the counters', async () => {
    await changes.advance('initech', ['hr']);
    const before = await changes.current('initech');
    await redis.del(queueKeys.changes('initech'));
    await changes.advance('initech', ['hr']);
    expect(await changes.current('initech')).not.toBe(before);
  });

  it('is what begin brings with the record', async () => {
    await changes.advance('acme', ['hr', 'legal']);
    await redis.hset(queueKeys.query('acme', 'q_1'), {
      tenant: 'acme',
      id: 'q_1',
      principal: 'ada',
      key: 'k',
      lane: 'low',
      state: 'queued',
      events: '',
      created: 1,
      deadline: 2,
      submission: sealer.seal('acme', 'query', '{}'),
    });
    const begun = await createQueryLedger({ redis, sealer }).begin('acme', 'q_1');
    expect(begun?.changes).toBe(await changes.current('acme'));
  });
});

describe('changesStamp', () => {
  it('does not depend on the order of the counters and keeps names and counts apart', () => {
    expect(changesStamp(['a', '1', 'b', '2'])).toBe(changesStamp(['b', '2', 'a', '1']));
    expect(changesStamp(['a', '11'])).not.toBe(changesStamp(['a1', '1']));
  });
});
