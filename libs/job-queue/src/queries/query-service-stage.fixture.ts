import { WEBHOOK_QUERY_EVENTS } from '@ragfleet/contracts';
import { closeRedis, connectRedis, type Redis, whenReady } from '@ragfleet/redis-connection';
import { startTestRedis, type TestRedis } from '@ragfleet/test-support';
import { afterAll, beforeAll, beforeEach, describe } from 'vitest';
import type { QueryService, QueryStateStore, StoredSubmission } from './contract.ts';
import { createQueryService } from './query-service.ts';
import { createQueryStateStore } from './query-state-store.ts';
import { commandOf, sealer } from './query.test-data.ts';

export interface QueryServiceStage {
  readonly redis: Redis;
  readonly queryService: QueryService;
  readonly ledger: QueryStateStore;
  /** Each test has its own. */
  readonly tenant: string;
  submit(more?: Parameters<typeof commandOf>[1]): ReturnType<QueryService['submit']>;
}

/**
 * Runs a suite with a query service on a private Redis, and on `database` of the Redis 8 of TEST_REDIS8_URL when there is one.
 * Each file has a database of its own there, and empties it. The stage is there once a test runs.
 */
export function describeQueryService(
  title: string,
  database: number,
  suite: (stage: QueryServiceStage) => void,
): void {
  const redis8Url = process.env['TEST_REDIS8_URL'];
  const servers = [
    { name: 'private Redis', givenUrl: undefined },
    ...(redis8Url === undefined ? [] : [{ name: 'Redis 8', givenUrl: `${redis8Url}/${database}` }]),
  ];
  describe.each(servers)(`${title} on $name`, ({ givenUrl }) => {
    suite(openStage(givenUrl));
  });
}

function openStage(givenUrl: string | undefined): QueryServiceStage {
  let server: TestRedis | null = null;
  let redis: Redis;
  let queryService: QueryService;
  let ledger: QueryStateStore;
  let tenant: string;
  let tenantCount = 0;

  beforeAll(async () => {
    server = givenUrl === undefined ? await startTestRedis() : null;
    const url = givenUrl ?? server?.url ?? '';
    // Waits for a server that others keep busy.
    redis = connectRedis({ url, profile: 'blocking', name: 'test' });
    await whenReady(redis, 30_000);
    await redis.flushdb();
    queryService = createQueryService({ redisUrl: url, sealer });
    ledger = createQueryStateStore({ redis, sealer });
  });
  beforeEach(() => {
    tenantCount += 1;
    tenant = `queries-${process.pid}-${Date.now()}-${tenantCount}`;
  });
  afterAll(async () => {
    await queryService.close();
    await closeRedis(redis, 500);
    await server?.stop();
  });
  return {
    get redis() {
      return redis;
    },
    get queryService() {
      return queryService;
    },
    get ledger() {
      return ledger;
    },
    get tenant() {
      return tenant;
    },
    submit: (more = {}) => queryService.submit(commandOf(tenant, more)),
  };
}

export const callbackFor = (url: string): NonNullable<StoredSubmission['callback']> => ({
  url,
  events: [...WEBHOOK_QUERY_EVENTS],
  include_result: true,
});
