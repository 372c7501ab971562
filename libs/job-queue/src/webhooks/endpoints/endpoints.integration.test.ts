import type { Clock } from '@ragfleet/kernel';
import { isFault } from '@ragfleet/kernel';
import { describe, expect, it } from 'vitest';
import { DELIVERED, FAILING, GONE, openDeliveryStage } from '../delivery-stage.fixture.ts';
import type { EndpointNews } from './contract.ts';
import { createEndpointHealth, ENDPOINT_LIMITS } from './endpoint-health.ts';

const stage = await openDeliveryStage();
const { deliveries, create, receive, until, server, sealer } = stage;
const { endpoints } = deliveries;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const URL_A = 'https://hooks.example.com/a?token=hidden';
const URL_B = 'https://hooks.example.com/b';

const all = async (tenantId: string) =>
  (await endpoints.list({ tenantId, isDisabled: null, limit: 100, startingAfter: null })).endpoints;
const failure: EndpointNews = { kind: 'failure', httpStatus: null, error: 'timeout' };
const success: EndpointNews = { kind: 'success', httpStatus: 204 };

/** The health of one tenant's endpoints on a clock that the test moves. */
function onClock(tenantId: string, limits = ENDPOINT_LIMITS) {
  let nowMs = Date.parse('2026-11-01T00:00:00Z');
  const clock: Clock = { nowMs: () => nowMs, monotonicMs: () => nowMs };
  const health = createEndpointHealth({ redis: server.redis, sealer, clock, limits });
  return {
    nowMs: () => nowMs,
    pass: (ms: number) => void (nowMs += ms),
    note: (news: EndpointNews, url = URL_A) => health.note(tenantId, url, news),
    disabledReason: () => health.disabledReason(tenantId, URL_A),
  };
}

describe('the health of an endpoint', () => {
  it('knows for a second that one is open, and sees at once what it disabled itself', async () => {
    const { note, disabledReason, pass } = onClock('t-open');
    expect(await disabledReason()).toBeNull();
    await onClock('t-open').note({ kind: 'gone', httpStatus: 410, error: 'gone' });
    expect(await disabledReason()).toBeNull();
    pass(1_000);
    expect(await disabledReason()).toBe('gone');
    const [endpoint] = await all('t-open');
    await endpoints.enable('t-open', endpoint?.endpointId ?? '');
    expect(await disabledReason()).toBeNull();
    await note({ kind: 'gone', httpStatus: 410, error: 'gone' });
    expect(await disabledReason()).toBe('gone');
  });

  it('tells how long it fails, how often, and when it last did not', async () => {
    const { note, nowMs, pass } = onClock('t-tells');
    await note(success);
    const succeededAtMs = nowMs();
    pass(HOUR_MS);
    await note({ kind: 'failure', httpStatus: 503, error: 'not accepted' });
    const failingSinceMs = nowMs();
    pass(HOUR_MS);
    await note(failure);
    const facts = { url: URL_A, disabledReason: null, disabledAtMs: null, lastSuccessAtMs: succeededAtMs };
    expect(await all('t-tells')).toEqual([
      {
        tenantId: 't-tells',
        endpointId: expect.stringMatching(/^we_[0-9a-f]{32}$/) as string,
        ...facts,
        failuresInARow: 2,
        failingSinceMs,
        lastHttpStatus: null,
        lastError: 'timeout',
        lastUsedAtMs: nowMs(),
      },
    ]);
    pass(HOUR_MS);
    await note(success);
    expect(await all('t-tells')).toMatchObject([
      {
        failuresInARow: 0,
        failingSinceMs: null,
        lastSuccessAtMs: nowMs(),
        lastHttpStatus: 204,
        lastError: null,
      },
    ]);
  });

  it('disables it when everything failed for 5 days after several failures in a day', async () => {
    const { note, pass, disabledReason } = onClock('t-five');
    for (const _ of [1, 2, 3]) {
      await note(failure);
      pass(HOUR_MS);
    }
    pass(5 * DAY_MS - HOUR_MS - 1);
    expect(await note(failure)).toBeNull();
    pass(1);
    expect(await note(failure)).toBe('failing for 5 days');
    expect(await disabledReason()).toBe('failing for 5 days');
    expect(await note(failure)).toBeNull();
  });

  it('starts no clock for failures that are days apart', async () => {
    const { note, pass, disabledReason } = onClock('t-apart');
    for (let day = 0; day < 20; day += 1) {
      await note(failure);
      pass(DAY_MS - HOUR_MS);
    }
    expect(await disabledReason()).toBeNull();
  });

  it('stops the clock at a success', async () => {
    const { note, pass, disabledReason } = onClock('t-success');
    for (const _ of [1, 2, 3]) await note(failure);
    pass(4 * DAY_MS);
    await note(success);
    pass(2 * DAY_MS);
    for (const _ of [1, 2, 3]) await note(failure);
    pass(4 * DAY_MS);
    await note(failure);
    expect(await disabledReason()).toBeNull();
  });

  it('begins anew when somebody enables it', async () => {
    const { note, pass, disabledReason } = onClock('t-enable');
    await note({ kind: 'gone', httpStatus: 410, error: 'gone' });
    expect(await disabledReason()).toBe('gone');
    for (const _ of [1, 2, 3]) await note(failure);
    pass(6 * DAY_MS);
    const [endpoint] = await all('t-enable');
    const enabled = await endpoints.enable('t-enable', endpoint?.endpointId ?? '');
    expect(enabled).toMatchObject({
      url: URL_A,
      disabledReason: null,
      disabledAtMs: null,
      failuresInARow: 0,
    });
    expect(await note(failure)).toBeNull();
    expect(await disabledReason()).toBeNull();
  });

  it('is forgotten after 30 days in which nothing was sent, and no sooner', async () => {
    const { note, pass } = onClock('t-silent');
    await note(failure);
    pass(29 * DAY_MS);
    await note(success, URL_B);
    expect((await all('t-silent')).map(({ url }) => url)).toEqual([URL_B, URL_A]);
    pass(2 * DAY_MS);
    await note(success, URL_B);
    expect((await all('t-silent')).map(({ url }) => url)).toEqual([URL_B]);
    const ttl = await server.redis.pttl('rf:t-silent:endpoints');
    expect([ttl > 29 * DAY_MS, ttl <= 30 * DAY_MS]).toEqual([true, true]);
  });

  it('keeps so many of a tenant and no more, the last used ones', async () => {
    const { note, pass } = onClock('t-many', { ...ENDPOINT_LIMITS, max: 3 });
    for (const name of ['a', 'b', 'c', 'a', 'd', 'e']) {
      await note(success, `https://hooks.example.com/${name}`);
      pass(1_000);
    }
    expect((await all('t-many')).map(({ url }) => url.slice(-1))).toEqual(['e', 'd', 'a']);
    expect(await server.redis.hlen('rf:t-many:endpoints')).toBe(3);
  });

  it('keeps a disabled one that is still asked for', async () => {
    const { note, pass, disabledReason } = onClock('t-refused', { ...ENDPOINT_LIMITS, max: 2 });
    await note({ kind: 'gone', httpStatus: 410, error: 'gone' });
    for (const name of ['a', 'b', 'c']) {
      pass(1_000);
      await note(success, `https://hooks.example.com/${name}`);
      pass(1_000);
      await note({ kind: 'refused' });
    }
    expect(await disabledReason()).toBe('gone');
  });

  it('shows nothing readable of a URL', async () => {
    await onClock('t-sealed').note(success);
    const kept = JSON.stringify(await server.redis.hgetall('rf:t-sealed:endpoints'));
    expect(kept).not.toMatch(/hooks|example|hidden/);
  });
});

describe('endpoints', () => {
  it('are listed by page and by whether they are disabled, to their own tenant alone', async () => {
    const { note, pass } = onClock('t-list');
    for (const name of ['a', 'b', 'c']) {
      await note(success, `https://hooks.example.com/${name}`);
      pass(1_000);
    }
    await note({ kind: 'gone', httpStatus: 410, error: 'gone' }, 'https://hooks.example.com/b');
    const list = async (changes: object) => {
      const request = { tenantId: 't-list', isDisabled: null, limit: 2, startingAfter: null, ...changes };
      const page = await endpoints.list(request);
      return { names: page.endpoints.map(({ url }) => url.slice(-1)), ...page };
    };
    const first = await list({});
    expect([first.names, first.hasMore]).toEqual([['b', 'c'], true]);
    const rest = await list({ startingAfter: first.endpoints.at(-1)?.endpointId });
    expect([rest.names, rest.hasMore]).toEqual([['a'], false]);
    expect((await list({ isDisabled: true })).names).toEqual(['b']);
    expect((await list({ isDisabled: false })).names).toEqual(['c', 'a']);
    expect((await list({ tenantId: 'nobody' })).names).toEqual([]);
    const error: unknown = await list({ startingAfter: 'we_x' }).catch((caught: unknown) => caught);
    expect(isFault(error, 'invalid-input')).toBe(true);
    expect(await endpoints.enable('nobody', first.endpoints[0]?.endpointId ?? '')).toBeNull();
  });

  it('take nothing more once they are gone: what waits becomes a dead letter, without an attempt, until enabled', async () => {
    const url = 'https://gone.example.com/x';
    const first = await create({ url });
    const requests = await receive([GONE, DELIVERED]);
    expect(await until(first, 'dead')).toMatchObject({ reason: 'gone' });
    const usedAtMs = (await all('acme')).find((endpoint) => endpoint.url === url)?.lastUsedAtMs ?? Infinity;
    const second = await create({ url });
    expect(await until(second, 'dead')).toMatchObject({ reason: 'endpoint disabled: gone', attempts: [] });
    expect(requests).toHaveLength(1);
    const endpoint = (await all('acme')).find((one) => one.url === url);
    const endpointId = endpoint?.endpointId ?? '';
    expect(endpoint?.lastUsedAtMs).toBeGreaterThan(usedAtMs);
    expect(stage.disabled).toEqual([{ tenantId: 'acme', endpointId, reason: 'gone', httpStatus: 410 }]);
    expect(stage.deadLettered.map(({ reason }) => reason)).toEqual(['gone', 'endpoint disabled: gone']);
    await endpoints.enable('acme', endpointId);
    await until(await create({ url }), 'delivered');
  });

  it('are disabled by attempts that fail for too long, and say so once', async () => {
    const url = 'https://failing.example.com/x';
    stage.disabled.length = 0;
    await receive([FAILING], { endpointLimits: { ...ENDPOINT_LIMITS, disableAfterMs: 1 } });
    const delivery = await create({ url });
    expect(await until(delivery, 'dead')).toMatchObject({ reason: 'endpoint disabled: failing for 5 days' });
    expect(stage.disabled).toMatchObject([{ reason: 'failing for 5 days', httpStatus: 500 }]);
  });

  it('are enabled by whoever sends something to them again', async () => {
    const url = 'https://again.example.com/x';
    const delivery = await create({ url });
    await receive([GONE, DELIVERED]);
    await until(delivery, 'dead');
    await deliveries.redeliver('acme', delivery.deliveryId);
    expect(await until(delivery, 'delivered')).toMatchObject({ reason: null });
  });

  it('are not blamed for what fails on our side', async () => {
    const url = 'https://innocent.example.com/x';
    const errors: unknown[] = [];
    const handler = () => Promise.reject(new Error('no secret'));
    await receive([], { handler, onError: (error) => errors.push(error) });
    await until(await create({ url }), 'dead');
    expect((await all('acme')).filter((endpoint) => endpoint.url === url)).toEqual([]);
  });
});
