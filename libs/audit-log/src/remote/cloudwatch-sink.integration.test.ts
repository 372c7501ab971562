import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { verifyChains } from '../reading/verify-chains.ts';
import { type AuditStage, event, openCloudWatchStage, sealer } from '../testing/audit-stages.fixture.ts';

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
const read = () => stage.store.read({ tenantId: 'acme', limit: 100 }, never);

describe('CloudWatch Logs', () => {
  it('has one group with its retention, and a stream for each writer and day', async () => {
    const opened = await openCloudWatchStage();
    ({ stage } = opened);
    await stage.sink?.prepare(never);
    // The service takes certain numbers alone.
    expect([...opened.double.groups]).toEqual([['/rag/audit', { retentionInDays: 60 }]]);
    const { log, ship } = stage.process('w1');
    await log.record(event());
    stage.clockMs += DAY_MS;
    await log.record(event());
    await ship();
    expect([...opened.double.streams.keys()]).toEqual(['2026/03/15/w1', '2026/03/16/w1']);
  });

  it('takes lines of a clock that was set back, with their own times', async () => {
    const opened = await openCloudWatchStage();
    ({ stage } = opened);
    const { log, ship } = stage.process('w1');
    await log.record(event({ type: 'error' }));
    stage.clockMs -= 60_000;
    await log.record(event());
    await ship();
    expect(await verify()).toMatchObject({ valid: true, events: 2 });
    expect((await read()).map(({ timestamp }) => timestamp)).toEqual([
      '2026-03-15T12:00:00.000Z',
      '2026-03-15T11:59:00.000Z',
    ]);
  });

  it('counts what it refuses as too old, and goes on', async () => {
    const opened = await openCloudWatchStage();
    ({ stage } = opened);
    const { log, ship } = stage.process('w1');
    await log.record(event());
    opened.double.tooOld = 1;
    await ship();
    await log.record(event());
    await ship();
    expect(stage.lost).toEqual([1]);
    expect(await read()).toHaveLength(1);
  });
});
