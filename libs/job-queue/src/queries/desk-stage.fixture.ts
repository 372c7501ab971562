import { WEBHOOK_QUERY_EVENTS } from '@ragfleet/contracts';
import { closeRedis, connectRedis, type Redis, whenReady } from '@ragfleet/redis-connection';
import { startTestRedis, type TestRedis } from '@ragfleet/test-support';
import { afterAll, beforeAll, beforeEach, describe } from 'vitest';
import type { QueryDesk, QueryLedger, StoredSubmission } from './contract.ts';
import { createQueryDesk } from './query-desk.ts';
import { createQueryLedger } from './query-ledger.ts';
import { commandOf, sealer } from './query.test-data.ts';

export interface DeskStage {
  readonly redis: Redis;
  readonly desk: QueryDesk;
  readonly ledger: QueryLedger;
  /** Each test has its own. */
  readonly tenant: string;
  submit(more?: Parameters<typeof commandOf>[1]): ReturnType<QueryDesk['submit']>;
}

/**
 * Runs a suite with a desk on a private Redis, and on `database` of the Redis 8 of TEST_REDIS8_URL when there is one.
 * Each file has a database of its own there, and empties it. The stage is there once a test runs.
 */
export function describeDesk(title: string, database: number, suite: (stage: DeskStage) => void): void {
  const redis8Url = process.env['TEST_REDIS8_URL'];
  const servers = [
    { name: 'private Redis', givenUrl: undefined },
    ...(redis8Url === undefined ? [] : [{ name: 'Redis 8', givenUrl: `${redis8Url}/${database}` }]),
  ];
  describe.each(servers)(`${title} on $name`, ({ givenUrl }) => {
    suite(openStage(givenUrl));
  });
}

function openStage(givenUrl: string | undefined): DeskStage {
  let server: TestRedis | null = null;
  let redis: Redis;
  let desk: QueryDesk;
  let ledger: QueryLedger;
  let tenant: string;
  let tenantCount = 0;

  beforeAll(async () => {
    server = givenUrl === undefined ? await startTestRedis() : null;
    const url = givenUrl ?? server?.url ?? '';
    // Waits for a server that others keep busy.
    redis = connectRedis({ url, profile: 'blocking', name: 'test' });
    await whenReady(redis, 30_000);
    await redis.flushdb();
    desk = createQueryDesk({ redisUrl: url, sealer });
    ledger = createQueryLedger({ redis, sealer });
  });
  beforeEach(() => {
    tenantCount += 1;
    tenant = `desk-${process.pid}-${Date.now()}-${tenantCount}`;
  });
  afterAll(async () => {
    await desk.close();
    await closeRedis(redis, 500);
    await server?.stop();
  });
  return {
    get redis() {
      return redis;
    },
    get desk() {
      return desk;
    },
    get ledger() {
      return ledger;
    },
    get tenant() {
      return tenant;
    },
    submit: (more = {}) => desk.submit(commandOf(tenant, more)),
  };
}

export const callbackFor = (url: string): NonNullable<StoredSubmission['callback']> => ({
  url,
  events: [...WEBHOOK_QUERY_EVENTS],
  include_result: true,
});
