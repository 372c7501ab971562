import { expect, test } from 'vitest';
import type { SideCosts } from '../../contract.ts';
import { CONCURRENCIES, reportJobCycle } from './job-cycle-report.ts';
import { besideCommit, BULLMQ_POSTGRES, GRAPHILE, named } from './postgres-cycles.ts';
import { FULL, RAW, WRAPPER } from './redis-cycles.ts';

const costs = (us: number): SideCosts => ({ cpuUs: [us, us, us], wallUs: [us, us, us] });
const onRedis = (wrapperUs: number) =>
  new Map(
    CONCURRENCIES.map((concurrency) => [
      concurrency,
      new Map([
        [RAW, costs(100)],
        [WRAPPER, costs(wrapperUs)],
        [FULL, costs(200)],
      ]),
    ]),
  );

test('a side that takes twice the CPU does half the jobs', () => {
  const {
    figures = {},
    met,
    ratio,
  } = reportJobCycle({
    onRedis: onRedis(100),
    postgres: null,
    redisVersion: '7',
  });
  expect([ratio, figures['queries_of_raw_at_10']?.ratio, met]).toEqual([1, 0.5, true]);
});

test('one concurrency that misses its target loses the row', () => {
  const { figures = {}, met } = reportJobCycle({ onRedis: onRedis(110), postgres: null, redisVersion: '7' });
  expect([figures['lanes_of_raw_at_100']?.met, met]).toEqual([false, false]);
});

test('queues on PostgreSQL are compared where a commit waits for the disk', () => {
  const beside = new Map([
    [besideCommit('on'), costs(100)],
    [named(BULLMQ_POSTGRES, 'on'), costs(500)],
    [named(GRAPHILE, 'on'), costs(300)],
  ]);
  const { figures = {}, met } = reportJobCycle({
    onRedis: onRedis(100),
    postgres: { version: '17', costs: beside },
    redisVersion: '7',
  });
  expect(figures['lanes_to_bullmq_on_postgres']).toMatchObject({ ratio: 5, met: true });
  expect([figures['lanes_to_graphile']?.met, met]).toEqual([false, false]);
});
