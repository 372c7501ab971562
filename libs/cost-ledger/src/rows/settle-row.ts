import { queueKeys } from '@ragfleet/contracts';
import type { CostRow } from '@ragfleet/rag-core';
import { defineScript, type Redis } from '@ragfleet/redis-connection';
import { dayOf, KEPT_SECONDS, monthOf } from '../ledger-times.ts';
import { nanoDollars } from '../nano-dollars.ts';
import { SETTLE_SCRIPT } from './settle-script.ts';

/** Longer than a query can be run again after its first settlement. */
const ROW_SECONDS = 2 * 86_400;

/** Writes a query's row once, however often the query is settled. */
export function createSettleRow(redis: Redis): (row: CostRow) => Promise<void> {
  const settle = defineScript(redis, 'rfSettleCost', 3, SETTLE_SCRIPT);
  return async (row) => {
    const { tenantId, queryId, atMs } = row;
    await settle(
      [
        `${queueKeys.query(tenantId, queryId)}:cost`,
        queueKeys.ledgerDay(tenantId, dayOf(atMs)),
        queueKeys.ledgerMonth(tenantId, monthOf(atMs)),
      ],
      [
        keptRow(row),
        ROW_SECONDS,
        KEPT_SECONDS,
        row.principalId,
        row.model,
        row.route,
        row.cacheHit ? 1 : 0,
        ...[row.embeddingUsd, row.vectorUsd, row.savedUsd].map((usd) => String(nanoDollars(usd))),
      ],
    );
  };
}

/** The row as it is kept for a while: names and money, no text. */
const keptRow = (row: CostRow): string =>
  JSON.stringify({
    id: row.queryId,
    timestamp: new Date(row.atMs).toISOString(),
    user: row.principalId,
    model: row.model,
    route: row.route,
    cache_hit: row.cacheHit,
    embedding_usd: row.embeddingUsd,
    llm_input_usd: row.inputUsd,
    llm_output_usd: row.outputUsd,
    unsettled_usd: row.unsettledUsd,
    vector_usd: row.vectorUsd,
    total_usd: row.totalUsd,
  });
