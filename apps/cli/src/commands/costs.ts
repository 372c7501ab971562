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
  else {
    context.print(`${report.queries} queries, $${report.total_usd.toFixed(6)} in all`);
    context.print(`$${report.avg_usd_per_query.toFixed(6)} a query, $${report.saved_usd.toFixed(6)} saved`);
    context.print(`${Math.round(report.cache_hit_rate * 100)} % answered from the cache`);
    if (options.groupBy !== undefined)
      for (const line of tableOf(groupRows(options.groupBy, report))) context.print(line);
  }
  return true;
}

const groupRows = (name: string, { groups }: CostReport): string[][] => [
  [name, 'queries', 'cost'],
  ...groups.map(({ key, queries, total_usd: usd }) => [key, String(queries), `$${usd.toFixed(6)}`]),
];
