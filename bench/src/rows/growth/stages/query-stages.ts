import type { QueryService } from '@ragfleet/job-queue';
import { BENCH_PLACE, createBenchSealer } from '../../../answers/cache-place.ts';
import { inBatches } from '../../../answers/in-batches.ts';
import { commandOf, openQueryService } from '../../../query-service/bench-query-service.ts';
import type { GrowthStage } from '../growth-stage.ts';
import { found, placeOf } from './place-of.ts';

const CONCURRENCY = 64;
const PAGE = 20;

const keyed = (at: number) => ({ ...commandOf(at), idempotencyKey: `key-${at}` });

/** Queries of one tenant that wait in a lane, each with its record, its job and its idempotency key. */
export const waitingQueries: GrowthStage = {
  things: 'waiting queries',
  hasMemory: true,
  open: async (redisUrl) => {
    const queryService = openQueryService({ url: redisUrl }, createBenchSealer());
    const ids: string[] = [];
    const { tenantId } = BENCH_PLACE;
    await whenOpen(queryService);
    return {
      fill: (count) =>
        inBatches(count, CONCURRENCY, async (at) => {
          ids[at] = (await queryService.submit(keyed(at))).record.queryId;
        }),
      operations: [
        {
          name: 'read_a_query',
          law: 'constant',
          isAdding: false,
          run: (at) => found(queryService.get(tenantId, ids[placeOf(at, ids.length)] ?? '')),
        },
        {
          name: 'list_the_newest_queries',
          law: 'constant',
          isAdding: false,
          run: () =>
            queryService.list(
              { tenantId, principalId: null, status: null, limit: PAGE, startingAfter: null },
              new AbortController().signal,
            ),
        },
        {
          name: 'admit_a_repeated_idempotency_key',
          law: 'constant',
          isAdding: false,
          run: async (at) => {
            const { replayed } = await queryService.submit(keyed(placeOf(at, ids.length)));
            if (!replayed) throw new Error('A repeated submission was taken for a new one.');
          },
        },
        {
          name: 'accept_a_query',
          law: 'constant',
          isAdding: true,
          run: (at) => queryService.submit(keyed(at)),
        },
      ],
      close: () => queryService.close(),
    };
  },
};

/** The same beyond a tenant's fair share: jobs with a priority, in a sorted set. */
export const prioritisedQueries: GrowthStage = {
  things: 'waiting queries beyond a fair share',
  hasMemory: false,
  open: async (redisUrl) => {
    const queryService = openQueryService({ url: redisUrl }, createBenchSealer(), { fairShareOfLane: 1 });
    await whenOpen(queryService);
    return {
      fill: (count) => inBatches(count, CONCURRENCY, (at) => queryService.submit(commandOf(at))),
      operations: [
        {
          name: 'accept_a_query_with_a_priority',
          law: 'logarithm',
          isAdding: true,
          run: (at) => queryService.submit(commandOf(at)),
        },
      ],
      close: () => queryService.close(),
    };
  },
};

/** A number that no operation gets. */
const FIRST = 1_000_000_000;

/** A query service's connection stands once it has taken one query: many that come before wait beside each other. */
export const whenOpen = (queryService: QueryService): Promise<unknown> =>
  queryService.submit(commandOf(FIRST));
