import { queueKeys } from '@ragfleet/contracts';
import { DAY_MS } from '@ragfleet/kernel';
import type { CostLedger } from '@ragfleet/rag-core';
import { type Redis, redisReply } from '@ragfleet/redis-connection';
import { daysOfPeriod } from './ledger-times.ts';
import { type CostGroupBy, type CostReport, ownPartOf, reportOf } from './report/cost-report.ts';
import { createReadUsage, type UsagePage, type UsageRequest } from './report/read-usage.ts';
import { createSettleRow } from './rows/settle-row.ts';

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
  /** The same money in rows, a page at a time. Faults: invalid-input for a period or a cursor that is none, unavailable. */
  usage(request: UsageRequest): Promise<UsagePage>;
}

const DEFAULT_DAYS = 30;

/** What queries cost, on the queue Redis. A row is written once however often its query is settled. */
export function createCostLedger(options: {
  readonly redis: Redis;
  /** Of the fleet, by which a report ends today. */
  readonly nowMs: () => number;
}): CostLedgerWithReport {
  const { redis, nowMs } = options;
  return {
    settle: createSettleRow(redis),
    usage: createReadUsage(redis),
    report: async ({ tenantId, principalId, groupBy = 'day', ...period }) => {
      const toMs = period.toMs ?? nowMs();
      const days = daysOfPeriod(period.fromMs ?? toMs - (DEFAULT_DAYS - 1) * DAY_MS, toMs);
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
