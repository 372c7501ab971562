import { vectorDatabasesQuery } from '@ragfleet/contracts';
import {
  compareVectorDatabases,
  type VectorDatabaseComparison,
  vectorDatabasesReply,
} from '@ragfleet/pricing';
import { type CommandContext, jsonLine } from '../command-context.ts';
import { costsInput } from './costs-input.ts';
import { inDollars, tableOf } from './costs-table.ts';

export interface CostsVectorDatabasesOptions {
  readonly json: boolean;
  readonly vectors: number;
  readonly queriesPerMonth: number;
  readonly writesPerMonth: number;
  readonly dimension: number;
}

const OPTIONS = {
  vectors: '--vectors',
  dimension: '--dimension',
  queries_per_month: '--queries-per-month',
  writes_per_month: '--writes-per-month',
};

/** What a month in each vector database costs, with the API's own limits. Needs no fleet. */
export async function costsVectorDatabases(
  context: CommandContext,
  options: CostsVectorDatabasesOptions,
): Promise<boolean> {
  const fields = {
    vectors: options.vectors,
    dimension: options.dimension,
    queries_per_month: options.queriesPerMonth,
    writes_per_month: options.writesPerMonth,
  };
  const query = costsInput(vectorDatabasesQuery, fields, OPTIONS);
  const compared = compareVectorDatabases({
    vectors: query.vectors,
    dimension: query.dimension,
    readsPerMonth: query.queries_per_month,
    writesPerMonth: query.writes_per_month,
  });
  if (options.json) context.print(jsonLine(vectorDatabasesReply(compared)));
  else for (const line of reportOf(compared, options)) context.print(line);
  return true;
}

function reportOf(compared: VectorDatabaseComparison, options: CostsVectorDatabasesOptions): string[] {
  const { vectors, dimension } = options;
  return [
    `${vectors.toLocaleString('en-US')} vectors of ${dimension} numbers, ${compared.storageGb} GB, US dollars, prices of ${compared.pricesAsOf}`,
    ...tableOf([
      ['service', 'a month'],
      ...compared.services.map(({ service, monthlyUsd }) => [service, inDollars(monthlyUsd)]),
    ]),
    ...compared.services.map(({ service, notes }) => `${service}: ${notes}`),
  ];
}
