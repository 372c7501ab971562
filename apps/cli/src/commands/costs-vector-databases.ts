import {
  compareVectorDatabases,
  type VectorDatabaseComparison,
  vectorDatabasesReply,
} from '@ragfleet/pricing';
import { type CommandContext, jsonLine } from '../command-context.ts';
import { inDollars, tableOf } from './costs-table.ts';

export interface CostsVectorDatabasesOptions {
  readonly json: boolean;
  readonly vectors: number;
  readonly queriesPerMonth: number;
  readonly writesPerMonth: number;
  readonly dimension: number;
}

/** What a month in each vector database costs. Needs no fleet. */
export async function costsVectorDatabases(
  context: CommandContext,
  options: CostsVectorDatabasesOptions,
): Promise<boolean> {
  const { vectors, dimension, queriesPerMonth, writesPerMonth } = options;
  const compared = compareVectorDatabases({
    vectors,
    dimension,
    readsPerMonth: queriesPerMonth,
    writesPerMonth,
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
