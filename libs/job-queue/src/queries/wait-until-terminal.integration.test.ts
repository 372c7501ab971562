import { settlesWithin } from '@ragfleet/test-support';
import { expect, it } from 'vitest';
import { describeQueryService } from './query-service-stage.fixture.ts';
import { resultOf } from './query.test-data.ts';

describeQueryService('waiting for a query', 14, (stage) => {
  it('wakes everyone who waits as soon as the query ends', async () => {
    const { tenant } = stage;
    const { record } = await stage.submit();
    const { signal } = new AbortController();
    const waits = [1, 2].map(() =>
      stage.queryService.waitUntilTerminal(tenant, record.queryId, 10_000, signal),
    );
    await stage.ledger.begin(tenant, record.queryId);
    await stage.ledger.settle(tenant, record.queryId, { status: 'succeeded', result: resultOf('woken') });
    expect(await settlesWithin(1_000, () => Promise.all(waits))).toBe(true);
    for (const wait of waits) expect(await wait).toMatchObject({ status: 'succeeded' });
  });

  it('stops waiting when the time is up, with the query as it is', async () => {
    const { tenant } = stage;
    const { record } = await stage.submit();
    const { signal } = new AbortController();
    expect(await stage.queryService.waitUntilTerminal(tenant, record.queryId, 50, signal)).toMatchObject({
      status: 'queued',
    });
  });
});
