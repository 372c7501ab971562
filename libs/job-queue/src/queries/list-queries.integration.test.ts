import { LIMITS, queueKeys } from '@ragfleet/contracts';
import { expect, it, vi } from 'vitest';
import { describeQueryService } from './query-service-stage.fixture.ts';
import type { OnUnreadable } from '../records/read-each.ts';
import { createListQueries } from './list-queries.ts';
import { principalOf, sealer } from './query.test-data.ts';

const { signal } = new AbortController();

describeQueryService('the list of queries', 13, (stage) => {
  it('lists newest first, by principal, tenant, status and page', async () => {
    const { tenant } = stage;
    const ids: string[] = [];
    for (const principalId of ['ada', 'ada', 'grace', 'ada']) {
      const { record } = await stage.submit({ principal: principalOf(tenant, principalId) });
      ids.unshift(record.queryId);
    }
    const newest = ids[0] ?? '';
    await stage.ledger.settle(tenant, newest, { status: 'expired', error: null });
    const list = async (more: object) => {
      const request = {
        tenantId: tenant,
        principalId: null,
        status: null,
        limit: 10,
        startingAfter: null,
        ...more,
      };
      const { records, hasMore } = await stage.queryService.list(request, signal);
      return { ids: records.map(({ queryId }) => queryId), hasMore };
    };
    expect(await list({})).toEqual({ ids, hasMore: false });
    expect(await list({ limit: 3 })).toEqual({ ids: ids.slice(0, 3), hasMore: true });
    expect(await list({ startingAfter: ids[2] })).toEqual({ ids: ids.slice(3), hasMore: false });
    // From the newest again a client that walks the pages would never end.
    await expect(list({ startingAfter: 'q_gone' })).rejects.toMatchObject({ kind: 'invalid-input' });
    expect(await list({ principalId: 'grace' })).toEqual({ ids: [ids[1]], hasMore: false });
    expect(await list({ status: 'expired' })).toEqual({ ids: [newest], hasMore: false });
    expect(await list({ status: 'queued' })).toEqual({ ids: ids.slice(1), hasMore: false });
  });

  it('finds a rare status behind thousands of others', async () => {
    const { tenant } = stage;
    const { record } = await stage.submit();
    const newer = Array.from({ length: 2_500 }, (_, at) => [
      record.createdAtMs + 1 + at,
      `q_newer${at}`,
    ]).flat();
    await stage.redis.zadd(queueKeys.queriesOfTenant(tenant), ...newer);
    const request = { tenantId: tenant, principalId: null, limit: 10, startingAfter: null } as const;
    const { records, hasMore } = await stage.queryService.list({ ...request, status: 'queued' }, signal);
    expect([records.map(({ queryId }) => queryId), hasMore]).toEqual([[record.queryId], false]);
  });

  it('says at its end whether older queries may have left it', async () => {
    const { tenant } = stage;
    const { record } = await stage.submit();
    const list = queueKeys.queriesOfTenant(tenant);
    const fill = (count: number) =>
      stage.redis.zadd(
        list,
        ...Array.from({ length: count }, (_, at) => [record.createdAtMs + 1 + at, `q_newer${at}`]).flat(),
      );
    const request = { tenantId: tenant, principalId: null, limit: 10, startingAfter: null } as const;
    const isCut = async (status: 'queued' | 'failed' | null, startingAfter: string | null = null) =>
      (await stage.queryService.list({ ...request, status, startingAfter }, signal)).isCut;
    await fill(LIMITS.listedQueries - 2);
    expect(await isCut('queued')).toBe(false);
    await fill(LIMITS.listedQueries - 1);
    expect([await isCut('queued'), await isCut('failed'), await isCut(null)]).toEqual([true, true, true]);
    expect(await isCut(null, record.queryId)).toBe(true);
    // Of what its retention has removed already nothing is missing.
    await stage.redis.del(queueKeys.query(tenant, record.queryId));
    expect(await isCut('queued')).toBe(false);
  });

  it('reads no more records than a page needs', async () => {
    const { tenant } = stage;
    for (let at = 0; at < 12; at += 1) await stage.submit();
    const read = vi.spyOn(stage.redis, 'hgetall');
    const list = createListQueries(stage.redis, sealer);
    const request = { tenantId: tenant, principalId: null, status: null, limit: 3, startingAfter: null };
    const { records } = await list(request, signal);
    expect(records).toHaveLength(3);
    // One more tells whether there is more.
    expect(read).toHaveBeenCalledTimes(4);
  });

  it('leaves out a query that cannot be read, tells of it by its id, and goes on behind it', async () => {
    const { tenant } = stage;
    const ids: string[] = [];
    for (let at = 0; at < 4; at += 1) ids.unshift((await stage.submit()).record.queryId);
    const [newest = '', broken = '', third = '', oldest = ''] = ids;
    await stage.redis.hset(queueKeys.query(tenant, broken), 'submission', 'not sealed by anybody');
    const onUnreadable = vi.fn<OnUnreadable>();
    const list = createListQueries(stage.redis, sealer, onUnreadable);
    const page = async (limit: number, startingAfter: string | null) => {
      const request = { tenantId: tenant, principalId: null, status: null, limit, startingAfter };
      const { records, hasMore } = await list(request, signal);
      return { ids: records.map(({ queryId }) => queryId), hasMore };
    };
    expect(await page(2, null)).toEqual({ ids: [newest, third], hasMore: true });
    expect(onUnreadable.mock.calls).toEqual([[{ kind: 'query', tenantId: tenant, ids: [broken] }]]);
    expect(await page(2, third)).toEqual({ ids: [oldest], hasMore: false });
    expect(await page(2, broken)).toEqual({ ids: [third, oldest], hasMore: false });
    await expect(stage.queryService.get(tenant, broken)).rejects.toMatchObject({ kind: 'corrupt' });
  });
});
