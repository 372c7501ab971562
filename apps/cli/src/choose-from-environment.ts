import { chooseEmbedder, modelVariables } from '@ragfleet/models';
import { choosePriceList, type PriceList, priceVariables } from '@ragfleet/pricing';
import type { Embedder } from '@ragfleet/rag-core';
import { createSealer, type Sealer } from '@ragfleet/sealing';
import { readConfig, storeVariables } from '@ragfleet/service-runtime';
import { z } from 'zod';

/** The embedding model that the environment chooses, as the fleet's processes choose it. Throws when a variable is wrong. */
export const embedderFrom = (env: NodeJS.ProcessEnv): Embedder =>
  chooseEmbedder(readConfig(z.object(modelVariables), env));

/** The prices that the environment chooses, as the fleet's processes choose them. Throws when a variable is wrong. */
export const pricesFrom = (env: NodeJS.ProcessEnv): PriceList =>
  choosePriceList(readConfig(z.object(priceVariables), env));

/** Under the master keys that the environment names. Throws when a variable is wrong. */
export function sealerFrom(env: NodeJS.ProcessEnv): Sealer {
  const { RAGFLEET_MASTER_KEY, RAGFLEET_MASTER_KEYS_OLD } = storeVariables;
  const keys = readConfig(z.object({ RAGFLEET_MASTER_KEY, RAGFLEET_MASTER_KEYS_OLD }), env);
  return createSealer(keys.RAGFLEET_MASTER_KEY, keys.RAGFLEET_MASTER_KEYS_OLD);
}
