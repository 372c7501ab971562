import type { CostReport } from '@ragfleet/client';
import { clientAs, type CommandContext, jsonLine } from '../command-context.ts';
import { tableOf } from './costs-table.ts';

export interface CostsOptions {
  readonly json: boolean;
  readonly from?: string;
  readonly to?: string;
  readonly groupBy?: 'day' | 'model' | 'user' | 'route';
}

/** What the tenant's questions cost, and what the cache saved. */
export async function costs(context: CommandContext, options: CostsOptions): Promise<boolean> {
  const client = await clientAs(context, 'admin');
  const filter = {
    ...(options.from === undefined ? {} : { from: options.from }),
    ...(options.to === undefined ? {} : { to: options.to }),
    ...(options.groupBy === undefined ? {} : { group_by: options.groupBy }),
  };
  const report = await client.costs(filter, { signal: context.signal });
  if (options.json) context.print(jsonLine(report));
  else for (const line of linesOf(report, options.groupBy)) context.print(line);
  return true;
}

function linesOf(report: CostReport, groupBy: CostsOptions['groupBy']): string[] {
  const { from, to, queries, total_usd: totalUsd, unsettled_usd: unsettledUsd } = report;
  return [
    `${from} to ${to}: ${queries} queries, $${totalUsd.toFixed(6)} in all`,
    `$${report.avg_usd_per_query.toFixed(6)} a query, $${report.saved_usd.toFixed(6)} saved`,
    ...(unsettledUsd === 0
      ? []
      : [`$${unsettledUsd.toFixed(6)} of it stands at its reservation: a provider never told what it used`]),
    `${Math.round(report.cache_hit_rate * 100)} % answered from the cache`,
    ...(groupBy === undefined ? [] : tableOf(groupRows(groupBy, report))),
  ];
}

const groupRows = (name: string, { groups }: CostReport): string[][] => [
  [name, 'queries', 'cost'],
  ...groups.map(({ key, queries, total_usd: usd }) => [key, String(queries), `$${usd.toFixed(6)}`]),
];
