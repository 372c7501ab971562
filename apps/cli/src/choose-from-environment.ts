import {
  chooseAnswerModels,
  chooseEmbedder,
  judgesOf,
  judgeVariables,
  modelVariables,
  type VendorAnswerModel,
} from '@ragfleet/models';
import { choosePriceList, type PriceList, priceVariables } from '@ragfleet/pricing';
import { type Embedder, typicalCostUsd } from '@ragfleet/rag-core';
import { createSealer, type Sealer } from '@ragfleet/sealing';
import { readConfig, storeVariables } from '@ragfleet/service-runtime';
import { z } from 'zod';
import type { ChosenJudge } from './cache/measure-judge.ts';

/** The embedding model that the environment chooses, as the fleet's processes choose it. Throws when a variable is wrong. */
export const embedderFrom = (env: NodeJS.ProcessEnv): Embedder =>
  chooseEmbedder(readConfig(z.object(modelVariables), env));

/** Whom the environment has asked about near questions: the first of the models that may be, the cheapest by price. */
export function judgeFrom(env: NodeJS.ProcessEnv): ChosenJudge | null {
  const config = readConfig(z.object({ ...modelVariables, ...judgeVariables }), env);
  if (config.CACHE_JUDGE === 'off') return null;
  const prices = pricesFrom(env);
  const priceOf = ({ name }: VendorAnswerModel): number => typicalCostUsd(name, prices);
  const [model] = judgesOf(chooseAnswerModels(config), config).toSorted(
    (one, other) => priceOf(one) - priceOf(other),
  );
  return model === undefined ? null : { model, budgetMs: config.CACHE_JUDGE_MS };
}

/** The prices that the environment chooses, as the fleet's processes choose them. Throws when a variable is wrong. */
export const pricesFrom = (env: NodeJS.ProcessEnv): PriceList =>
  choosePriceList(readConfig(z.object(priceVariables), env));

/** Under the master keys that the environment names. Throws when a variable is wrong. */
export function sealerFrom(env: NodeJS.ProcessEnv): Sealer {
  const { RAGFLEET_MASTER_KEY, RAGFLEET_MASTER_KEYS_OLD } = storeVariables;
  const keys = readConfig(z.object({ RAGFLEET_MASTER_KEY, RAGFLEET_MASTER_KEYS_OLD }), env);
  return createSealer(keys.RAGFLEET_MASTER_KEY, keys.RAGFLEET_MASTER_KEYS_OLD);
}
