import { queueKeys } from '@ragfleet/contracts';
import type { ChangeSequence } from '@ragfleet/rag-core';
import { openTestRedis, submissionOf } from '@ragfleet/test-support';
import { beforeAll, describe, expect, it } from 'vitest';
import { createChangeSequence } from './change-sequence.ts';
import { createQueryStateStore } from './query-state-store.ts';
import { sealSubmission } from './query-record.ts';
import { sealer } from './query.test-data.ts';

const { redis } = await openTestRedis();
let changes: ChangeSequence;

beforeAll(() => {
  changes = createChangeSequence({ redis });
});

/** 2,000 fields of a short name and a number of 16 digits, and room for how Redis lays them out. */
const MAX_BYTES = 400_000;
const someCount: unknown = expect.any(String);

describe('createChangeSequence', () => {
  it('moves with every change, for that tenant and those namespaces alone', async () => {
    const before = await changes.current('acme');
    expect(Object.keys(before)).toEqual(['*epoch']);
    await changes.advance('acme', ['hr']);
    const first = await changes.current('acme');
    expect(first).toEqual({ ...before, hr: someCount });
    await changes.advance('acme', ['hr', 'legal']);
    const second = await changes.current('acme');
    expect(Number(second['hr'])).toBeGreaterThan(Number(first['hr']));
    await changes.advance('acme', ['legal']);
    expect(await changes.current('acme')).toMatchObject({ hr: second['hr'] });
    expect(await changes.current('acme')).toEqual(await changes.current('acme'));
    expect(Object.keys(await changes.current('globex'))).toEqual(['*epoch']);
  });

  it('never comes back to an earlier state, even when Redis lost the counters', async () => {
    const empty = await changes.current('initech');
    await changes.advance('initech', ['hr']);
    const before = await changes.current('initech');
    await redis.del(queueKeys.changes('initech'));
    const lost = await changes.current('initech');
    expect(lost['*epoch']).not.toBe(empty['*epoch']);
    await changes.advance('initech', ['hr']);
    expect(Number((await changes.current('initech'))['hr'])).toBeGreaterThan(Number(before['hr']));
  });

  it('never falls behind the clock, even when Redis lost its last writes', async () => {
    const beforeMs = Date.now();
    await redis.hset(queueKeys.changes('hooli'), 'hr', '7');
    await changes.advance('hooli', ['hr']);
    expect(Number((await changes.current('hooli'))['hr'])).toBeGreaterThanOrEqual(beforeMs * 1_000);
  });

  it('counts namespaces together that are too many, which moves whatever any of them was', async () => {
    for (let from = 0; from < 2_100; from += 300) {
      const some = Array.from({ length: 300 }, (_, at) => `customer-${from + at}`);
      await changes.advance('oscorp', some);
    }
    const counters = await changes.current('oscorp');
    expect(Object.keys(counters).length).toBeLessThan(2_000);
    expect(counters['customer-0']).toBeUndefined();
    const before = Number(counters['*others']);
    await changes.advance('oscorp', ['customer-0']);
    const after = await changes.current('oscorp');
    expect(Number(after['customer-0'])).toBeGreaterThan(before);
    expect(after['*epoch']).toBe(counters['*epoch']);
  });

  it('keeps and reads at most 2,000 counters of a tenant with 20,000 namespaces', async () => {
    const key = queueKeys.changes('weyland');
    let mostFields = 0;
    let mostBytes = 0;
    for (let from = 0; from < 20_000; from += 100) {
      const some = Array.from({ length: 100 }, (_, at) => `customer-${from + at}`);
      await changes.advance('weyland', some);
      mostFields = Math.max(mostFields, Object.keys(await changes.current('weyland')).length);
      mostBytes = Math.max(mostBytes, (await redis.memory('USAGE', key, 'SAMPLES', 0)) ?? 0);
    }
    expect(mostFields).toBeGreaterThan(1_800);
    expect(mostFields).toBeLessThanOrEqual(2_000);
    expect(mostBytes).toBeLessThan(MAX_BYTES);
  });

  it('counts an eviction of the tenant and of a namespace under names that no namespace has', async () => {
    await changes.advance('umbrella', ['hr']);
    const before = await changes.current('umbrella');
    await changes.evict('umbrella', 'hr');
    const named = await changes.current('umbrella');
    expect(named).toEqual({ ...before, '*evict:hr': someCount });
    await changes.evict('umbrella', null);
    expect(await changes.current('umbrella')).toEqual({ ...named, '*evict': someCount });
  });

  it('evicts everything instead of remembering names without end', async () => {
    const names = Array.from({ length: 1_000 }, (_, at) => [`*evict:n${at}`, '1']).flat();
    await redis.hset(queueKeys.changes('stark'), ...names);
    await changes.evict('stark', 'n5');
    expect(Object.keys(await changes.current('stark'))).toHaveLength(1_001);
    await changes.evict('stark', 'one-more');
    expect(Object.keys(await changes.current('stark')).toSorted()).toEqual(['*epoch', '*evict']);
  });

  it('is what begin brings with the record', async () => {
    for (const tenantId of ['wayne', 'nobody-read-or-moved-it']) {
      await redis.hset(queueKeys.query(tenantId, 'q_1'), {
        tenant: tenantId,
        id: 'q_1',
        principal: 'ada',
        key: 'k',
        lane: 'low',
        state: 'queued',
        events: '',
        created: 1,
        deadline: 2,
        submission: sealSubmission(sealer, tenantId, submissionOf('How many days?')),
      });
    }
    await changes.advance('wayne', ['hr', 'legal']);
    const ledger = createQueryStateStore({ redis, sealer });
    for (const tenantId of ['wayne', 'nobody-read-or-moved-it']) {
      const begun = await ledger.begin(tenantId, 'q_1');
      expect(begun?.changes['*epoch']).toBeDefined();
      expect(begun?.changes).toEqual(await changes.current(tenantId));
    }
  });
});
