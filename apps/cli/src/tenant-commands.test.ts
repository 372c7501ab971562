import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CURSOR_IS_GONE, openCommandStage } from './testing/command-stage.fixture.ts';

const limits = {
  requests_per_second: null,
  requests_per_second_per_key: null,
  open_queries: null,
  high_lane_share: null,
};
const tenant = (changes: object = {}) => ({
  id: 'acme',
  object: 'tenant',
  name: 'Acme',
  status: 'active',
  time_zone: null,
  region: null,
  limits,
  retention_hours: null,
  thin_webhooks: false,
  created_at: '2026-11-01T00:00:00.000Z',
  ...changes,
});

const stage = openCommandStage();
const { asked, printed, said } = stage;
let dir: string;
let replies: Record<string, unknown[]>;
beforeEach(async () => {
  replies = {};
  stage.replyTo = (line) => replies[line.split('?')[0] ?? '']?.shift();
  dir = await mkdtemp(join(tmpdir(), 'ragfleet-cli-'));
});
afterEach(() => rm(dir, { recursive: true }));
const run = (words: readonly string[]) => stage.run(['tenants', ...words]);
const sent = (): unknown => JSON.parse(asked.at(-1)?.body ?? '');
const object = (): unknown => JSON.parse(printed.at(-1) ?? '');

describe('ragfleet tenants', () => {
  it('list reads every page', async () => {
    replies['GET /v1/tenants'] = [
      { object: 'list', data: [tenant()], has_more: true },
      { object: 'list', data: [tenant({ id: 'globex', status: 'suspended' })], has_more: false },
    ];
    expect(await run(['list'])).toBe(true);
    expect(asked[1]?.line).toContain('starting_after=acme');
    expect(printed[0]).toMatch(/^acme +active +2026-11-01T00:00:00.000Z  Acme$/);
    expect(printed[1]).toMatch(/^globex +suspended/);
    replies['GET /v1/tenants'] = [{ object: 'list', data: [tenant()], has_more: false }];
    expect(await run(['list', '--json'])).toBe(true);
    expect(object()).toEqual({ tenants: [tenant()] });
  });

  it("create sends what is chosen and nothing else, and prints the admin's key", async () => {
    const reply = { ...tenant(), admin_key: { id: 'abc', secret: 'rag_test_secret' } };
    replies['POST /v1/tenants'] = [reply, reply];
    expect(await run(['create', 'acme', '--name', 'Acme'])).toBe(true);
    expect(sent()).toEqual({ id: 'acme', name: 'Acme' });
    expect(printed.at(-1)).toContain('rag_test_secret');
    const facts = ['--region', 'eu', '--thin-webhooks', 'on', '--open-queries', '5', '--admin', 'ann'];
    expect(await run(['create', 'acme', '--name', 'Acme', ...facts, '--json'])).toBe(true);
    expect(sent()).toEqual({
      id: 'acme',
      name: 'Acme',
      region: 'eu',
      thin_webhooks: true,
      limits: { open_queries: 5 },
      admin_principal_id: 'ann',
    });
    expect(object()).toEqual(reply);
  });

  it('update goes back to the fleet with none, and refuses to change nothing', async () => {
    replies['PATCH /v1/tenants/acme'] = [tenant({ limits: { ...limits, high_lane_share: 0.5 } })];
    const change = ['--time-zone', 'none', '--open-queries', 'none', '--high-lane-share', '0.5'];
    expect(await run(['update', 'acme', ...change])).toBe(true);
    expect(sent()).toEqual({ time_zone: null, limits: { open_queries: null, high_lane_share: 0.5 } });
    expect(printed.at(-1)).toContain('high_lane_share 0.5');
    await expect(run(['update', 'acme'])).rejects.toThrow('Name what is to change');
    await expect(run(['update', 'acme', '--open-queries', '-1'])).rejects.toThrow('above 0, or none');
  });

  it('suspend and resume change the status alone', async () => {
    replies['PATCH /v1/tenants/acme'] = [tenant({ status: 'suspended' }), tenant()];
    expect(await run(['suspend', 'acme'])).toBe(true);
    expect([sent(), printed.at(-1)]).toEqual([{ status: 'suspended' }, expect.stringContaining('suspended')]);
    expect(await run(['resume', 'acme'])).toBe(true);
    expect(sent()).toEqual({ status: 'active' });
  });

  it('delete wants the id twice', async () => {
    replies['DELETE /v1/tenants/acme'] = [tenant({ status: 'deleting' })];
    await expect(run(['delete', 'acme', '--confirm', 'globex'])).rejects.toThrow('Nothing was deleted');
    expect(asked).toEqual([]);
    expect(await run(['delete', 'acme', '--confirm', 'acme', '--json'])).toBe(true);
    expect(object()).toMatchObject({ status: 'deleting' });
  });

  it('bootstrap says what it needs', async () => {
    await expect(run(['bootstrap'])).rejects.toThrow(/QUEUE_REDIS_URL[^]*RAGFLEET_MASTER_KEY/);
  });
});

describe('ragfleet tenants export', () => {
  const readLines = async (name: string): Promise<unknown[]> =>
    (await readFile(join(dir, 'out', `${name}.jsonl`), 'utf8'))
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as unknown);
  const answer = () => {
    replies['GET /v1/tenants/acme'] = [tenant()];
    replies['GET /v1/api-keys'] = [{ object: 'list', data: [{ id: 'k1' }] }];
    replies['GET /v1/documents'] = [
      { object: 'list', data: [{ id: 'a' }, { id: 'b' }], has_more: true },
      { object: 'list', data: [{ id: 'c' }], has_more: false },
    ];
    replies['GET /v1/queries'] = [{ object: 'list', data: [], has_more: false }];
    replies['GET /v1/costs'] = ['day', 'model', 'user', 'route'].map((key) => ({
      groups: [{ key, queries: 1, total_usd: 0.5 }],
    }));
  };

  it('writes everything a page at a time, for its owner alone', async () => {
    answer();
    expect(await run(['export', 'acme', '--out', join(dir, 'out'), '--json'])).toBe(true);
    expect(object()).toMatchObject({
      ok: true,
      lines: { tenant: 1, 'api-keys': 1, documents: 3, queries: 0, costs: 4 },
      truncated: false,
    });
    expect(await readLines('documents')).toEqual([{ id: 'a' }, { id: 'b' }, { id: 'c' }]);
    expect(await readLines('queries')).toEqual([]);
    expect(await readLines('costs')).toMatchObject([
      { group_by: 'day', key: 'day', total_usd: 0.5 },
      { group_by: 'model' },
      { group_by: 'user' },
      { group_by: 'route' },
    ]);
    expect(
      asked.some(({ line }) => line.includes('/v1/documents') && line.includes('starting_after=b')),
    ).toBe(true);
    expect((await stat(join(dir, 'out', 'queries.jsonl'))).mode & 0o777).toBe(0o600);
  });

  const pageOf = (from: number, count: number, hasMore = true) => ({
    object: 'list',
    data: Array.from({ length: count }, (_, at) => ({ id: `q_${from + at}` })),
    has_more: hasMore,
  });
  const newer = (count: number) => {
    const { data, ...page } = pageOf(0, 1);
    return { ...page, data: [...Array.from({ length: count }, (_, at) => ({ id: `q_new${at}` })), ...data] };
  };

  it.each([
    ['as many as are listed', 100, 0, true],
    ['one less', 99, 0, false],
    ['as many, with those that came meanwhile and moved the oldest out', 60, 40, true],
    ['one less with those', 59, 40, false],
  ])(
    'says whether it ended at the bound of the list, and does not hold where it did: %s',
    async (_what, ofLastPage, asksMeanwhile, isCut) => {
      answer();
      const full = Array.from({ length: 99 }, (_, at) => pageOf(at * 100, 100));
      replies['GET /v1/queries'] = [...full, pageOf(9_900, ofLastPage, false), newer(asksMeanwhile)];
      expect(await run(['export', 'acme', '--out', join(dir, 'out'), '--json'])).toBe(!isCut);
      expect(object()).toMatchObject({
        ok: !isCut,
        truncated: isCut,
        lines: { queries: 9_900 + ofLastPage },
      });
      expect(said.join('').includes('newest 10000')).toBe(isCut);
    },
  );

  it('ends where the list has moved on, keeps what it has, says so and does not hold', async () => {
    answer();
    replies['GET /v1/queries'] = [pageOf(0, 100), CURSOR_IS_GONE];
    expect(await run(['export', 'acme', '--out', join(dir, 'out'), '--json'])).toBe(false);
    expect(object()).toMatchObject({ ok: false, truncated: true, lines: { queries: 100, costs: 4 } });
  });

  it('writes nothing for the key of another tenant, and over nothing', async () => {
    await expect(run(['export', 'acme', '--out', join(dir, 'out')])).rejects.toMatchObject({ status: 404 });
    await expect(stat(join(dir, 'out'))).rejects.toThrow('ENOENT');
    answer();
    await writeFile(join(dir, 'kept'), 'x');
    await expect(run(['export', 'acme', '--out', dir])).rejects.toThrow('holds something already');
  });
});
