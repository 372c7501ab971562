import { createCallLedger, createCostLedger } from '@ragfleet/cost-ledger';
import type { CostRow } from '@ragfleet/rag-core';
import { closeRedis, connectRedis, whenReady } from '@ragfleet/redis-connection';
import { inBatches } from '../../../answers/in-batches.ts';
import type { GrowthStage } from '../growth-stage.ts';

const CONCURRENCY = 64;
const READY_MS = 10_000;
const CLOSE_MS = 2_000;
const TENANT = 'bench';
const MODEL = 'gpt-4o';
/** A report has as many groups; a day names 40,000 fields at most, however many ask. */
const USERS = 50;
const DAYS = 30;
const DAY_MS = 86_400_000;
const PAGE = 100;
const NOW_MS = Date.UTC(2026, 0, 31, 12);

/** Queries that were booked, evenly over the days of a month and its people. */
export const ledgerRows: GrowthStage = {
  things: 'booked queries',
  hasMemory: true,
  open: async (redisUrl) => {
    const redis = connectRedis({ url: redisUrl, profile: 'blocking', name: 'bench-ledger' });
    await whenReady(redis, READY_MS);
    const ledger = createCostLedger({ redis, nowMs: () => NOW_MS });
    const calls = createCallLedger({ redis, nowMs: () => NOW_MS });
    const period = { tenantId: TENANT, fromMs: NOW_MS - (DAYS - 1) * DAY_MS, toMs: NOW_MS };
    return {
      fill: (count) => inBatches(count, CONCURRENCY, (at) => ledger.settle(rowOf(at))),
      operations: [
        {
          name: 'report_a_month',
          law: 'constant',
          isAdding: false,
          run: () => ledger.report({ ...period, groupBy: 'user' }),
        },
        {
          name: 'read_a_page_of_usage',
          law: 'constant',
          isAdding: false,
          run: () => ledger.usage({ ...period, limit: PAGE, after: null }),
        },
        {
          name: 'reserve_and_settle_a_call',
          law: 'constant',
          isAdding: false,
          run: async (at) => {
            const account = {
              tenantId: TENANT,
              principalId: userOf(at),
              queryId: `q_${at}`,
              route: 'simple',
            };
            const call = await calls.reserve({ account, model: MODEL, usd: 0.02 });
            await call.settle({ inputUsd: 0.01, outputUsd: 0.005 });
          },
        },
        {
          name: 'book_a_query',
          law: 'constant',
          isAdding: true,
          run: (at) => ledger.settle(rowOf(at)),
        },
      ],
      close: () => closeRedis(redis, CLOSE_MS),
    };
  },
};

const userOf = (at: number): string => `user-${at % USERS}`;

const rowOf = (at: number): CostRow => ({
  tenantId: TENANT,
  queryId: `q_${at}`,
  principalId: userOf(at),
  atMs: NOW_MS - (at % DAYS) * DAY_MS,
  model: MODEL,
  route: 'simple',
  embeddingUsd: 0.000_000_6,
  inputUsd: 0.010_075,
  outputUsd: 0.005,
  unsettledUsd: 0,
  vectorUsd: 0.000_002,
  totalUsd: 0.015_077_6,
  cacheHit: false,
  isWarming: false,
  savedUsd: 0,
});
