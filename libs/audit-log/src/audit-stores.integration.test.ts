import { readdir, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { verifyChains } from './reading/verify-chains.ts';
import {
  type AuditStage,
  event,
  NOON,
  openCloudWatchStage,
  openElasticsearchStage,
  openFileStage,
  sealer,
} from './testing/audit-stages.fixture.ts';

const DAY_MS = 86_400_000;
const never = new AbortController().signal;
let stage: AuditStage;

beforeEach(() => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDTEST');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await stage.stop();
});

const verify = () => verifyChains({ store: stage.store, sealer });
const read = (changes: object = {}) => stage.store.read({ tenantId: 'acme', limit: 100, ...changes }, never);

const STAGES = [
  ['files', openFileStage],
  ['CloudWatch Logs', async () => (await openCloudWatchStage()).stage],
  ['Elasticsearch', async () => (await openElasticsearchStage()).stage],
] as const;

describe.each(STAGES)('audit lines in %s', (_name, open) => {
  beforeEach(async () => {
    stage = await open();
  });

  it('keep the chain of each writer over days, and are read back as they were written', async () => {
    const [one, other] = [stage.process('w1'), stage.process('w2')];
    for (let count = 0; count < 12; count += 1) {
      // Several in a millisecond, and a day that ends among them.
      stage.clockMs = NOON + Math.floor(count / 5) * 1_000 + (count > 7 ? DAY_MS : 0);
      await (count % 3 === 0 ? other : one).log.record(event({ metadata: { count } }));
      if (count % 4 === 3) await one.ship();
    }
    await one.ship();
    await other.ship();
    expect(await verify()).toEqual({ valid: true, events: 12, broken_at: null, torn_at: [] });
    const counts = (await read()).map(({ metadata }) => metadata['count']);
    expect(counts.toSorted((a, b) => Number(b) - Number(a))).toEqual(
      [...Array.from({ length: 12 }).keys()].toReversed(),
    );
    expect(new Set(counts.slice(0, 4))).toEqual(new Set([8, 9, 10, 11]));
  });

  it('are found by tenant, person, kind and time, newest first, page by page', async () => {
    const { log, ship } = stage.process('w1');
    const moments = [0, 1_000, 2_000, DAY_MS];
    for (const [at, laterMs] of moments.entries()) {
      stage.clockMs = NOON + laterMs;
      await log.record(
        event({ user: at === 1 ? 'bob' : 'ada', type: at === 2 ? 'error' : 'query', metadata: { at } }),
      );
      await log.record(event({ tenantId: 'globex' }));
    }
    await ship();
    const found = async (changes: object) => (await read(changes)).map(({ metadata }) => metadata['at']);
    expect(await found({})).toEqual([3, 2, 1, 0]);
    expect(await found({ limit: 2 })).toEqual([3, 2]);
    const [, second] = await read({ limit: 2 });
    expect(await found({ limit: 2, before: second?.event_id })).toEqual([1, 0]);
    expect(await found({ userIds: ['bob', 'eve'] })).toEqual([1]);
    expect(await found({ types: ['error', 'generation'] })).toEqual([2]);
    const period = { from: new Date(NOON + 1_000).toISOString(), to: new Date(NOON + 2_000).toISOString() };
    expect(await found(period)).toEqual([2, 1]);
    expect(JSON.stringify(await read())).not.toContain('globex');
  });

  it('keep their chain when the clock is set back, also over midnight', async () => {
    const { log, ship } = stage.process('w1');
    const midnight = NOON + DAY_MS / 2;
    const moments = [
      midnight - 3,
      midnight - 10,
      midnight + 10,
      midnight - 5,
      midnight - 4,
      midnight + 25,
      midnight + 20,
    ];
    for (const [at, atMs] of moments.entries()) {
      stage.clockMs = atMs;
      await log.record(event({ metadata: { at } }));
      // Each in a batch of its own, but for two.
      if (at !== 3) await ship();
    }
    expect(await verify()).toEqual({ valid: true, events: 7, broken_at: null, torn_at: [] });
    const to = new Date(midnight - 1).toISOString();
    expect((await read({ to })).map(({ metadata }) => metadata['at'])).toEqual([0, 4, 3, 1]);
  });

  it('are found by their times after a clock that ran days ahead is set right', async () => {
    const { log, ship } = stage.process('w1');
    for (const aheadMs of [0, 3 * DAY_MS, 3 * DAY_MS, 0, 1_000, 3 * DAY_MS]) {
      stage.clockMs = NOON + aheadMs;
      await log.record(event({ metadata: { aheadMs } }));
      if (aheadMs === 0) await ship();
    }
    await ship();
    const today = { from: '2026-03-15T00:00:00.000Z', to: '2026-03-15T23:59:59.999Z' };
    const found = async (changes: object) => (await read(changes)).map(({ metadata }) => metadata['aheadMs']);
    expect(await found(today)).toEqual([1_000, 0, 0]);
    expect(await found({ from: '2026-03-18T00:00:00.000Z' })).toEqual([3, 3, 3].map((days) => days * DAY_MS));
    expect(await verify()).toEqual({ valid: true, events: 6, broken_at: null, torn_at: [] });
  });

  it('are counted for one tenant, while every chain is walked', async () => {
    const { log, ship } = stage.process('w1');
    await log.record(event());
    await log.record(event({ tenantId: 'globex' }));
    await ship();
    expect(await verifyChains({ store: stage.store, sealer, tenantId: 'globex' })).toMatchObject({
      valid: true,
      events: 1,
    });
  });
});

describe.each(STAGES.slice(1))('a log service, %s', (_name, open) => {
  beforeEach(async () => {
    stage = await open();
  });

  it('gets what waited while it was away, in order', async () => {
    const { log, ship } = stage.process('w1');
    await log.record(event());
    stage.breakOff(503);
    await expect(ship()).rejects.toMatchObject({ kind: 'unavailable' });
    await log.record(event({ type: 'error' }));
    expect(await verify().catch((error: unknown) => error)).toMatchObject({ kind: 'unavailable' });
    stage.breakOff(null);
    expect(await verify()).toMatchObject({ events: 0 });
    await ship();
    expect(await verify()).toEqual({ valid: true, events: 2, broken_at: null, torn_at: [] });
    expect((await read()).map(({ event_type: type }) => type)).toEqual(['error', 'query']);
  });

  it('gets a batch twice when its reply is lost, and holds it once', async () => {
    const { log, ship } = stage.process('w1');
    for (let count = 0; count < 5; count += 1) await log.record(event());
    stage.loseNextReply();
    await expect(ship()).rejects.toMatchObject({ kind: 'unavailable' });
    await log.record(event());
    await ship();
    expect(await verify()).toEqual({ valid: true, events: 6, broken_at: null, torn_at: [] });
    expect(await read()).toHaveLength(6);
  });

  it('shows a line that was changed there', async () => {
    const { log, ship } = stage.process('w1');
    for (let count = 0; count < 5; count += 1) await log.record(event());
    await ship();
    stage.tamper();
    expect(await verify()).toMatchObject({
      valid: false,
      broken_at: expect.stringMatching(/^evt_/) as string,
    });
  });

  it('gets what a process left that has died, and not what a living one still writes', async () => {
    const dead = stage.process('dead');
    await dead.log.record(event());
    const { log, ship } = stage.process('alive');
    await log.record(event());
    await ship();
    expect(await verify()).toMatchObject({ valid: true, events: 1 });
    const anHourAgo = Date.now() / 1_000 - 3_600;
    for (const name of await readdir(stage.dir)) await utimes(join(stage.dir, name), anHourAgo, anHourAgo);
    await ship();
    expect(await verify()).toMatchObject({ valid: true, events: 2 });
    expect((await readdir(stage.dir)).filter((name) => name.includes('dead'))).toEqual([]);
  });

  it('leaves nothing behind of a process that ended with everything sent', async () => {
    const { log, ship, shipper } = stage.process('w1');
    await log.record(event());
    await shipper?.leave();
    expect(await readdir(stage.dir)).toContain('audit-2026-03-15-w1.jsonl');
    await ship();
    await shipper?.leave();
    expect(await readdir(stage.dir)).toEqual([]);
  });

  it('empties the file of today once much of it was sent, and goes on with the chain', async () => {
    const { log, ship } = stage.process('w1');
    const padding = 'x'.repeat(200_000);
    for (let count = 0; count < 25; count += 1) await log.record(event({ metadata: { padding } }));
    await ship();
    expect(log.written()).toMatchObject({ wholeBytes: 0 });
    await log.record(event());
    await ship();
    expect(await verify()).toMatchObject({ valid: true, events: 26 });
  });
});
