import { beforeEach, expect, it } from 'vitest';
import { openCommandStage } from './testing/command-stage.fixture.ts';

const ID = `we_${'0'.repeat(32)}`;
const endpoint = (changes: object = {}) => ({
  id: ID,
  url: 'https://hooks.example.com/x',
  status: 'enabled',
  disabled_reason: null,
  consecutive_failures: 0,
  failing_since: null,
  ...changes,
});
const delivery = {
  id: 'wh-q_1-query-failed',
  status: 'dead',
  reason: 'gone',
  attempts: [{}],
  url: 'https://x/',
};

const stage = openCommandStage();
const { asked, printed } = stage;
let replies: Record<string, unknown[]>;
beforeEach(() => {
  replies = {};
  stage.replyTo = (line) => replies[line.split('?')[0] ?? '']?.shift();
});
const run = (line: string) => stage.run(line.split(' '));
const object = (): unknown => JSON.parse(printed.at(-1) ?? '');

it('endpoints lists every page, and fails when one takes no more', async () => {
  const disabled = endpoint({ status: 'disabled', disabled_reason: 'gone', consecutive_failures: 3 });
  const pages = [
    { object: 'list', data: [endpoint()], has_more: true },
    { object: 'list', data: [{ ...disabled, failing_since: '2026-11-01T00:00:00.000Z' }], has_more: false },
  ];
  replies['GET /v1/webhook-endpoints'] = pages;
  expect(await run('webhooks endpoints')).toBe(false);
  expect(asked[0]?.line).toContain('limit=500');
  expect(asked[1]?.line).toContain(`starting_after=${ID}`);
  expect(printed[0]).toContain('enabled   https://hooks.example.com/x');
  expect(printed[1]).toContain('3 failed since 2026-11-01T00:00:00.000Z  (gone)');
  replies['GET /v1/webhook-endpoints'] = [{ object: 'list', data: [endpoint()], has_more: false }];
  expect(await run('webhooks endpoints --json')).toBe(true);
  expect(object()).toEqual({ endpoints: [endpoint()] });
});

it('enable names one endpoint', async () => {
  replies[`POST /v1/webhook-endpoints/${ID}/enable`] = [endpoint()];
  expect(await run(`webhooks enable ${ID} --json`)).toBe(true);
  expect(object()).toEqual(endpoint());
});

it('deliveries are filtered', async () => {
  replies['GET /v1/webhook-deliveries'] = [{ object: 'list', data: [delivery] }];
  expect(await run('webhooks deliveries --status dead --query q_1 --limit 5')).toBe(true);
  expect(asked[0]?.line).toBe('GET /v1/webhook-deliveries?limit=5&status=dead&query_id=q_1');
  expect(printed).toEqual(['wh-q_1-query-failed  dead       attempts 1  https://x/  (gone)']);
  await expect(run('webhooks deliveries --limit 101')).rejects.toThrow('from 1 to 100');
});

it('deliveries say how to go on after a page', async () => {
  const page = { object: 'list', data: [delivery], has_more: true };
  replies['GET /v1/webhook-deliveries'] = [page, page];
  expect(await run('webhooks deliveries --after wh-q_2-query-failed')).toBe(true);
  expect(asked[0]?.line).toBe('GET /v1/webhook-deliveries?limit=20&starting_after=wh-q_2-query-failed');
  expect(printed.at(-1)).toBe('Go on with --after wh-q_1-query-failed');
  expect(await run('webhooks deliveries --json')).toBe(true);
  expect(object()).toEqual({ deliveries: [delivery], has_more: true });
});

it('redeliver sends one again, or those of a time, and says where to go on', async () => {
  replies['POST /v1/webhook-deliveries/wh-q_1-query-failed/redeliver'] = [{ ...delivery, status: 'pending' }];
  expect(await run('webhooks redeliver wh-q_1-query-failed --json')).toBe(true);
  expect(object()).toMatchObject({ status: 'pending' });
  replies['POST /v1/webhook-deliveries/redeliver'] = [{ count: 2, next_from: '2026-11-02T00:00:00.000Z' }];
  expect(await run('webhooks redeliver --from 2026-11-01T00:00:00Z --limit 2')).toBe(true);
  expect(JSON.parse(asked.at(-1)?.body ?? '')).toEqual({
    status: 'dead',
    from: '2026-11-01T00:00:00Z',
    limit: 2,
  });
  expect(printed.slice(-2)).toEqual([
    '2 webhooks are sent again.',
    'Go on with --from 2026-11-02T00:00:00.000Z',
  ]);
  await expect(run('webhooks redeliver --limit 0')).rejects.toThrow('from 1 to 500');
  await expect(run('webhooks redeliver --limit 501')).rejects.toThrow('from 1 to 500');
});
