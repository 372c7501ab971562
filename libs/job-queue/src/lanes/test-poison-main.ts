import { resultOf, sealer } from '../queries/query.test-data.ts';
import type { QueryHandler } from './contract.ts';
import { createLaneWorkers } from './lane-workers.ts';

// A worker in a process of its own that one question kills, for the tests. Its argument is the address of the queue Redis.
const [redisUrl = ''] = process.argv.slice(2);
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

const handler: QueryHandler = async ({ record }) => {
  if (record.submission.question === 'poison') process.kill(process.pid, 'SIGKILL');
  return { status: 'succeeded', result: resultOf('well') };
};

const slots = { reserved: { high: 1, normal: 1, low: 1 }, shared: 1 };
await createLaneWorkers({ redisUrl, sealer, handler, slots, logger: silent }).start();
