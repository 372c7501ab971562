import { queueKeys } from '@ragfleet/contracts';
import type { CostRow } from '@ragfleet/rag-core';
import { defineScript, type Redis } from '@ragfleet/redis-connection';
import { dayOf, KEPT_SECONDS, monthOf } from '../ledger-times.ts';
import { nanoDollars } from '../nano-dollars.ts';
import { SETTLE_SCRIPT } from './settle-script.ts';

/** Longer than a query can be run again after its first settlement. */
const COUNTED_SECONDS = 2 * 86_400;

/** Books a query's row once, however often the query is settled. Of the query itself it keeps that it was counted. */
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
        COUNTED_SECONDS,
        KEPT_SECONDS,
        row.principalId,
        row.model,
        row.route,
        row.cacheHit ? 1 : 0,
        row.isWarming ? 0 : 1,
        ...[row.embeddingUsd, row.vectorUsd, row.savedUsd].map((usd) => String(nanoDollars(usd))),
      ],
    );
  };
}
