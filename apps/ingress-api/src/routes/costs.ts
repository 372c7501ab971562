import { type Clock, DAY_MS } from '@ragfleet/kernel';
import {
  costsQuery,
  costsReport,
  periodEndMs,
  periodStartMs,
  usageQuery,
  usageRows,
} from '@ragfleet/contracts';
import type { CostLedgerWithReport } from '@ragfleet/cost-ledger';
import type { z } from 'zod';
import { tenantRoute } from '../http/define-route.ts';
import { ok } from '../http/replies.ts';
import type { Route } from '../http/route.ts';
import { MAY_ADMINISTER, MAY_READ } from './permissions.ts';

export interface CostRoutePorts {
  readonly costs: Pick<CostLedgerWithReport, 'report' | 'usage'>;
  /** The fleet's, by which costs are booked. */
  readonly clock: Clock;
}

const DEFAULT_DAYS = 30;
const REPORT_MS = 5_000;

export function costRoutes(ports: CostRoutePorts): Route[] {
  return [reportRoute(ports), usageRoute(ports)];
}

function reportRoute({ costs, clock }: CostRoutePorts): Route {
  return tenantRoute(
    MAY_READ,
    {
      method: 'get',
      path: '/v1/costs',
      operationId: 'getCosts',
      summary: 'What queries cost: own ones, or the whole tenant for an admin',
      tag: 'Costs',
      query: costsQuery,
      replies: { 200: { description: 'US dollars over whole UTC days.', schema: costsReport } },
      budgetMs: REPORT_MS,
    },
    async ({ caller, query }) => {
      const period = periodOf(query, clock.nowMs());
      const report = await costs.report({
        ...period,
        tenantId: caller.tenantId,
        ...(!caller.permissions.has('admin') && { principalId: caller.principalId }),
        groupBy: query.group_by,
      });
      return ok({ from: dayOf(period.fromMs), to: dayOf(period.toMs), ...report });
    },
  );
}

/** The rows name every user of the tenant: an admin's. */
function usageRoute({ costs, clock }: CostRoutePorts): Route {
  return tenantRoute(
    MAY_ADMINISTER,
    {
      method: 'get',
      path: '/v1/costs/usage',
      operationId: 'listUsage',
      summary: 'What was spent by day, user, model and route, a page at a time',
      tag: 'Costs',
      query: usageQuery,
      replies: {
        200: { description: 'Rows in order; over all pages they add up to the report.', schema: usageRows },
      },
      budgetMs: REPORT_MS,
    },
    async ({ caller: { tenantId }, query }) => {
      const { limit, starting_after: after = null } = query;
      const { rows, next } = await costs.usage({ ...periodOf(query, clock.nowMs()), tenantId, limit, after });
      const data = rows.map(({ day, userId, model, route, queries, totalUsd }) => ({
        day,
        tenant_id: tenantId,
        user_id: userId,
        model,
        route,
        queries,
        total_usd: totalUsd,
      }));
      return ok({ object: 'list', data, has_more: next !== null, next });
    },
  );
}

/** Whole UTC days; the 30 that end today by default. The ledger refuses a period that is reversed or too long. */
function periodOf(
  query: Pick<z.output<typeof costsQuery>, 'from' | 'to'>,
  nowMs: number,
): { readonly fromMs: number; readonly toMs: number } {
  const toMs = query.to === undefined ? nowMs : periodEndMs(query.to);
  const fromMs = query.from === undefined ? toMs - (DEFAULT_DAYS - 1) * DAY_MS : periodStartMs(query.from);
  return { fromMs, toMs };
}

const dayOf = (atMs: number): string => new Date(atMs).toISOString().slice(0, 10);
