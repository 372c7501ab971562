import { costEstimateSubmission } from '@ragfleet/contracts';
import {
  type CostEstimate,
  costEstimateReply,
  type CostScenario,
  estimateCost,
  scenarioOf,
  yearlySavingsUsd,
} from '@ragfleet/pricing';
import type { z } from 'zod';
import { type CommandContext, jsonLine } from '../command-context.ts';
import { costsInput } from './costs-input.ts';
import { pricesFor } from './costs-prices.ts';
import { inDollars, tableOf } from './costs-table.ts';

export interface CostsEstimateOptions {
  readonly json: boolean;
  readonly dailyQueries: number;
  readonly queryTokens?: number;
  readonly contextTokens?: number;
  readonly responseTokens?: number;
  readonly models?: Readonly<Record<string, number>>;
  readonly embeddingModel?: string;
  readonly factor?: number;
  readonly days?: number;
}

type Submission = z.output<typeof costEstimateSubmission>;

/** A bill before it comes, with the API's own defaults and limits. Needs no fleet. */
export async function costsEstimate(
  context: CommandContext,
  options: CostsEstimateOptions,
): Promise<boolean> {
  const submission = submissionOf(options);
  const scenario = scenarioOf(submission);
  const prices = await pricesFor(context, [...Object.keys(scenario.modelShares), scenario.embeddingModel]);
  const estimate = estimateCost(scenario, prices);
  if (options.json) context.print(jsonLine(costEstimateReply(estimate, submission.days, prices.asOf)));
  else {
    for (const line of reportOf(estimate, scenario, prices.asOf)) context.print(line);
    const saved = yearlySavingsUsd({ ...scenario, factor: 1 }, scenario, prices);
    if (saved !== 0) context.print(`$${inDollars(saved)} a year (365 days) less than without the factor`);
  }
  return true;
}

const OPTIONS = {
  daily_queries: '--daily-queries',
  avg_query_tokens: '--query-tokens',
  avg_context_tokens: '--context-tokens',
  avg_response_tokens: '--response-tokens',
  model_distribution: '--models',
  embedding_model: '--embedding-model',
  factor: '--factor',
  days: '--days',
};

function submissionOf(options: CostsEstimateOptions): Submission {
  const fields = {
    daily_queries: options.dailyQueries,
    avg_query_tokens: options.queryTokens,
    avg_context_tokens: options.contextTokens,
    avg_response_tokens: options.responseTokens,
    model_distribution: options.models,
    embedding_model: options.embeddingModel,
    factor: options.factor,
    days: options.days,
  };
  return costsInput(costEstimateSubmission, fields, OPTIONS);
}

function reportOf(estimate: CostEstimate, scenario: CostScenario, asOf: string): string[] {
  const { dailyQueries, days } = scenario;
  return [
    `${dailyQueries.toLocaleString('en-US')} questions a day for ${days} days, US dollars, prices of ${asOf}`,
    ...tableOf([
      ['model', 'questions', 'input', 'output', 'total'],
      ...estimate.models.map(({ model, queries, inputUsd, outputUsd, totalUsd }) => [
        model,
        Math.round(queries).toLocaleString('en-US'),
        inDollars(inputUsd),
        inDollars(outputUsd),
        inDollars(totalUsd),
      ]),
      ['embeddings', '', '', '', inDollars(estimate.embeddingUsd)],
      ['in all', '', '', '', inDollars(estimate.totalUsd)],
    ]),
    `$${estimate.usdPerQuery.toFixed(6)} a question`,
  ];
}
