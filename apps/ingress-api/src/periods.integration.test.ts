import { auditEvents } from '@ragfleet/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startIngress, type TestIngress } from './testing/start-ingress.fixture.ts';

let ingress: TestIngress;
let admin: string;

beforeAll(async () => {
  ingress = await startIngress();
  admin = await ingress.keyFor({ role: 'admin' });
});
afterAll(() => ingress.stop());

const ROUTES = ['/v1/audit', '/v1/costs', '/v1/costs/usage'];
const TIMES = [
  '2026-01-01',
  '2026-01-01T08:00:00Z',
  '2026-01-01T10:00:00+02:00',
  '2026-01-01T02:30:00.5-05:30',
];
const NO_TIMES = ['2026-02-30', '2026-01-01T08:00:00', '2026-01-01T08:00:00+25:00', 'yesterday'];
const REDELIVER = { method: 'POST', path: '/v1/webhook-deliveries/redeliver' };

const read = (path: string, period: Readonly<Record<string, string>>) =>
  ingress.call({ path: `${path}?${new URLSearchParams(period).toString()}`, key: admin });
const redeliver = (period: object) => ingress.call({ ...REDELIVER, key: admin, body: period });

describe('a period', () => {
  it.each(ROUTES.flatMap((path) => TIMES.map((time) => [path, time] as const)))(
    'of %s begins and ends at %s',
    async (path, time) => {
      expect((await read(path, { from: time, to: time })).status).toBe(200);
      expect((await read(path, { from: '2025-12-20', to: time })).status).toBe(200);
    },
  );

  it.each(ROUTES.flatMap((path) => NO_TIMES.map((time) => [path, time] as const)))(
    'of %s does not begin or end at %s',
    async (path, time) => {
      expect((await read(path, { from: time })).status).toBe(422);
      expect((await read(path, { to: time })).status).toBe(422);
    },
  );

  it('that cannot be read is refused with what can', async () => {
    const { body } = await read('/v1/costs', { from: '2026-11', to: '2026-11-30' });
    const message = 'Use a day such as 2026-11-30, or a time with its offset such as 2026-11-30T09:00:00Z.';
    expect(body['errors']).toEqual([{ pointer: '/from', message }]);
  });

  it.each(['/v1/costs', '/v1/costs/usage'])(
    'of %s that is too long is refused with what it may be',
    async (path) => {
      const { status, body } = await read(path, { from: '2020-01-01' });
      expect([status, body['detail']]).toEqual([
        422,
        'Ask for a period of 1 to 400 days whose start is not after its end. Without an end it is up to today.',
      ]);
    },
  );

  it('of webhooks that are sent again is told in the same way', async () => {
    for (const time of TIMES)
      expect([time, (await redeliver({ from: time, to: time })).status]).toEqual([time, 202]);
    for (const time of NO_TIMES) expect([time, (await redeliver({ to: time })).status]).toEqual([time, 422]);
  });

  it('ends with its last day, where that is a day', async () => {
    await ingress.call({ method: 'PUT', path: '/v1/budget', key: admin, body: { monthly_usd: null } });
    const eventsOf = async (period: Readonly<Record<string, string>>) =>
      auditEvents.parse((await read('/v1/audit', period)).body).data;
    const [event] = await eventsOf({});
    const day = event?.timestamp.slice(0, 10) ?? '';
    expect(await eventsOf({ from: day, to: day })).toContainEqual(event);
    expect(await eventsOf({ from: event?.timestamp ?? '', to: day })).toContainEqual(event);
    expect(await eventsOf({ to: `${day}T00:00:00Z` })).toEqual([]);
    expect((await read('/v1/audit', { from: '2026-01-02', to: '2026-01-01' })).status).toBe(422);
  });

  it('of a key ends at a time with any offset', async () => {
    const expiresAt = new Date(Date.now() + 86_400_000).toISOString();
    const body = { principal_id: 'bob', role: 'user', expires_at: expiresAt.replace('Z', '+00:00') };
    const made = await ingress.call({ method: 'POST', path: '/v1/api-keys', key: admin, body });
    expect(made).toMatchObject({ status: 201, body: { expires_at: expiresAt } });
  });
});
