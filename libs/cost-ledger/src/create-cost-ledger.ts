import { queueKeys } from '@ragfleet/contracts';
import { Fault } from '@ragfleet/kernel';
import type { CostLedger, CostRow } from '@ragfleet/rag-core';
import { defineScript, type Redis, redisReply } from '@ragfleet/redis-connection';
import { type CostGroupBy, type CostReport, nanoDollars, ownPartOf, reportOf } from './cost-report.ts';
import { SETTLE_SCRIPT } from './settle-script.ts';

export interface CostReportRequest {
  readonly tenantId: string;
  /** Reports one user's queries alone. */
  readonly principalId?: string;
  /** Both ends are whole UTC days and included. Default: the 30 days that end today. */
  readonly fromMs?: number;
  readonly toMs?: number;
  readonly groupBy?: CostGroupBy;
}

export interface CostLedgerWithReport extends CostLedger {
  /** Faults: invalid-input for a period that is reversed or longer than 400 days, unavailable. */
  report(request: CostReportRequest): Promise<CostReport>;
}

const DAY_MS = 86_400_000;
const KEPT_DAYS = 400;
const DEFAULT_DAYS = 30;
/** Longer than a query can be run again after its first settlement. */
const ROW_SECONDS = 2 * 86_400;

/** A ledger on the queue Redis. A row is written once however often its query is settled. */
export function createCostLedger(options: {
  readonly redis: Redis;
  readonly nowMs?: () => number;
}): CostLedgerWithReport {
  const { redis, nowMs = Date.now } = options;
  const settle = defineScript(redis, 'ragfleetSettleCost', 2, SETTLE_SCRIPT);
  return {
    settle: async (row) => {
      await settle([rowKey(row), queueKeys.ledgerDay(row.tenantId, dayOf(row.atMs))], argumentsOf(row));
    },
    report: async ({ tenantId, principalId, groupBy = 'day', ...period }) => {
      const toMs = period.toMs ?? nowMs();
      const days = daysBetween(period.fromMs ?? toMs - (DEFAULT_DAYS - 1) * DAY_MS, toMs);
      const read = async (day: string) => ({
        day,
        fields: await redis.hgetall(queueKeys.ledgerDay(tenantId, day)),
      });
      // Commands of one tick travel in one batch.
      const all = await redisReply(Promise.all(days.map(read)));
      return reportOf(
        principalId === undefined ? all : all.map((day) => ownPartOf(day, principalId)),
        groupBy,
      );
    },
  };
}

const dayOf = (atMs: number): string => new Date(atMs).toISOString().slice(0, 10);

function daysBetween(fromMs: number, toMs: number): string[] {
  const first = Math.floor(fromMs / DAY_MS);
  const count = Math.floor(toMs / DAY_MS) - first + 1;
  if (!(count >= 1 && count <= KEPT_DAYS)) {
    throw new Fault(
      'invalid-input',
      `Ask for a period of 1 to ${KEPT_DAYS} days whose start is not after its end.`,
    );
  }
  return Array.from({ length: count }, (_, index) => dayOf((first + index) * DAY_MS));
}

const rowKey = ({ tenantId, queryId }: CostRow): string => `${queueKeys.query(tenantId, queryId)}:cost`;

/** The ledger's row as it is kept for a while: names and money, no text. */
const rowOf = (row: CostRow): string =>
  JSON.stringify({
    id: row.queryId,
    timestamp: new Date(row.atMs).toISOString(),
    user: row.principalId,
    model: row.model,
    cache_hit: row.cacheHit,
    embedding_usd: row.embeddingUsd,
    llm_input_usd: row.inputUsd,
    llm_output_usd: row.outputUsd,
    vector_usd: row.vectorUsd,
    total_usd: row.totalUsd,
  });

function argumentsOf(row: CostRow): (string | number)[] {
  const money = [row.totalUsd, row.embeddingUsd, row.inputUsd, row.outputUsd, row.vectorUsd, row.savedUsd];
  return [
    rowOf(row),
    ROW_SECONDS,
    KEPT_DAYS * 86_400,
    row.principalId,
    row.model,
    row.cacheHit ? 1 : 0,
    ...money.map((usd) => String(nanoDollars(usd))),
  ];
}
