import { compareEmbeddingCosts, type EmbeddingCosts } from '@ragfleet/pricing';
import { type CommandContext, jsonLine } from '../command-context.ts';
import { pricesFor } from './costs-prices.ts';
import { inDollars, tableOf } from './costs-table.ts';

export interface CostsEmbeddingsOptions {
  readonly json: boolean;
  readonly documents: number;
  readonly tokens: number;
  readonly model: string;
}

/** What it costs to embed documents one by one, in batches and by the provider's batch API. Needs no fleet. */
export async function costsEmbeddings(
  context: CommandContext,
  options: CostsEmbeddingsOptions,
): Promise<boolean> {
  const { documents, tokens: tokensPerDocument, model } = options;
  const prices = await pricesFor(context, [model]);
  const costs = compareEmbeddingCosts({ documents, tokensPerDocument, model }, prices);
  if (options.json) context.print(jsonLine(toReply(costs, options, prices.asOf)));
  else for (const line of reportOf(costs, options, prices.asOf)) context.print(line);
  return true;
}

const toReply = (costs: EmbeddingCosts, options: CostsEmbeddingsOptions, pricesAsOf: string): object => ({
  documents: options.documents,
  tokens: costs.tokens,
  model: options.model,
  realtime: { cost: costs.realtime.usd, calls: costs.realtime.calls },
  batch: { cost: costs.batch.usd, calls: costs.batch.calls },
  provider_batch: costs.providerBatch === null ? null : { cost: costs.providerBatch.usd },
  recommended: costs.recommended,
  prices_as_of: pricesAsOf,
});

function reportOf(
  costs: EmbeddingCosts,
  { documents, model }: CostsEmbeddingsOptions,
  asOf: string,
): string[] {
  const { realtime, batch, providerBatch, recommended } = costs;
  const count = (number: number): string => number.toLocaleString('en-US');
  return [
    `${count(documents)} documents, ${count(costs.tokens)} tokens, ${model}, US dollars, prices of ${asOf}`,
    ...tableOf([
      ['way', 'calls', 'cost'],
      ['realtime', count(realtime.calls), inDollars(realtime.usd)],
      ['batch', count(batch.calls), inDollars(batch.usd)],
      ...(providerBatch === null ? [] : [["the provider's batch API", '', inDollars(providerBatch.usd)]]),
    ]),
    `Recommended: ${recommended}`,
  ];
}
