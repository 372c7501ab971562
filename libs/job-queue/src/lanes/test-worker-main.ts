import process from 'node:process';
import { setTimeout } from 'node:timers/promises';
import { CANARY, resultOf, sealer } from '../queries/query.test-data.ts';
import type { QueryHandler } from './contract.ts';
import { createLaneWorkers } from './lane-workers.ts';

// A worker in a process of its own, for the tests that kill it. Its argument is the address of the queue Redis.
const [redisUrl = ''] = process.argv.slice(2);
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

const handler: QueryHandler = async ({ record, attempt, signal }) => {
  process.send?.({ queryId: record.queryId, attempt });
  if (attempt > 1) return { status: 'succeeded', result: resultOf(`${CANARY} again`) };
  await setTimeout(60_000, undefined, { signal });
  return { status: 'succeeded', result: resultOf('late') };
};

const slots = { reserved: { high: 1, normal: 1, low: 1 }, shared: 1 };
await createLaneWorkers({ redisUrl, sealer, handler, slots, logger: silent }).start();
