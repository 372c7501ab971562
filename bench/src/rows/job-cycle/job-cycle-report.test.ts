import { expect, test } from 'vitest';
import type { RowReport, SideCosts } from '../../contract.ts';
import { CONCURRENCIES, type JobCycleFindings, reportJobCycle } from './job-cycle-report.ts';
import { besideCommit, BULLMQ_POSTGRES, GRAPHILE, GRAPHILE_BULK, named, PG_BOSS } from './postgres-cycles.ts';
import { BEE, FULL, LUA, RAW, WRAPPER } from './redis-cycles.ts';

const costs = (...us: number[]): SideCosts => ({ cpuUs: us, wallUs: us });

/** At every concurrency alike, but for the lanes at one of them. */
const onRedis = (lanesUs: number, { at = 0, raw = costs(100, 100, 100), fullUs = 200 } = {}) =>
  new Map(
    CONCURRENCIES.map((concurrency) => [
      concurrency,
      new Map([
        [RAW, raw],
        [WRAPPER, costs(at === 0 || at === concurrency ? lanesUs : 100)],
        [FULL, costs(fullUs)],
        [BEE, costs(40)],
        [LUA, costs(30)],
      ]),
    ]),
  );
/** Ours is 100 there. */
const beside = ({ bullmqUs = 500, graphileUs = 500 } = {}): JobCycleFindings['postgres'] => ({
  version: '17',
  costs: new Map([
    [besideCommit('on'), costs(100)],
    [named(BULLMQ_POSTGRES, 'on'), costs(bullmqUs)],
    [named(GRAPHILE, 'on'), costs(graphileUs)],
    [named(GRAPHILE_BULK, 'on'), costs(50)],
    [named(PG_BOSS, 'on'), costs(600)],
  ]),
});
const reported = (changes: Partial<JobCycleFindings> = {}): RowReport =>
  reportJobCycle({ onRedis: onRedis(100), postgres: beside(), redisVersion: '7', ...changes });
const figureOf = ({ figures = {} }: RowReport, name: string) => figures[name];

test('a side that takes twice the CPU does half the jobs', () => {
  const report = reported();
  expect([report.ratio, report.met]).toEqual([1, true]);
  expect(figureOf(report, 'queries_of_raw_at_10')).toMatchObject({ ratio: 0.5, target: '>= 0.5', met: true });
  expect(figureOf(reported({ onRedis: onRedis(100, { fullUs: 210 }) }), 'queries_of_raw_at_1')?.met).toBe(
    false,
  );
});

test('the quartiles are of jobs, the lower one first', () => {
  const raw = costs(100, 100, 100);
  const lanes = new Map([
    [
      50,
      new Map([
        [RAW, raw],
        [WRAPPER, costs(100, 200, 400)],
      ]),
    ],
  ]);
  expect(reported({ onRedis: lanes }).spread).toEqual([1 / 3, 1 / 1.5]);
});

test.each(CONCURRENCIES)('the lanes alone lose the row when they miss their target at %d', (at) => {
  const report = reported({ onRedis: onRedis(110, { at }) });
  expect([figureOf(report, `lanes_of_raw_at_${at}`)?.met, report.met]).toEqual([false, false]);
});

test('the row speaks of the lanes at 50', () => {
  const report = reported({ onRedis: onRedis(105, { at: 50 }) });
  expect(report).toMatchObject({ ours: 105, floor: 100, peers: { [BEE]: 40, [LUA]: 30, [FULL]: 200 } });
  expect(report.ratio).toBeCloseTo(100 / 105);
});

test('raw BullMQ that is too restless to compare with is not beaten', () => {
  const report = reported({ onRedis: onRedis(100, { raw: costs(50, 100, 400) }) });
  expect([report.ratio, figureOf(report, 'lanes_of_raw_at_1')?.met, report.met]).toEqual([
    null,
    false,
    false,
  ]);
});

test.each([
  ['lanes_to_bullmq_on_postgres', { bullmqUs: 399 }],
  ['lanes_to_graphile', { graphileUs: 399 }],
])('%s is held to four times where a commit waits for the disk', (name, slower) => {
  expect(figureOf(reported(), name)).toMatchObject({ ratio: 5, target: '>= 4', met: true });
  const report = reported({ postgres: beside(slower) });
  expect([figureOf(report, name)?.met, report.met]).toEqual([false, false]);
});

test('a queue on PostgreSQL that is faster in bulk is said to be, and has its own numbers in the row', () => {
  const report = reported();
  expect(figureOf(report, 'lanes_to_graphile_in_bulk')).toMatchObject({ ratio: 0.5, target: 'stated' });
  expect(figureOf(report, 'lanes_to_graphile_in_bulk')?.note).toContain('it is faster');
  expect(report.peers).toMatchObject({ [named(PG_BOSS, 'on')]: 600 });
  expect(report.peers).not.toHaveProperty(besideCommit('on'));
});

test.each(['lanes_to_bullmq_on_postgres', 'lanes_to_graphile'])(
  '%s is not met where there is no PostgreSQL, and says what to do',
  (name) => {
    const report = reported({ postgres: null });
    expect(figureOf(report, name)).toMatchObject({ ratio: null, target: '>= 4', met: false });
    expect(figureOf(report, name)?.note).toContain('TEST_POSTGRES_URL');
    expect(report.met).toBe(false);
  },
);
