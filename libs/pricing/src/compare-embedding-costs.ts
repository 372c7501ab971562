import { type PriceList, priceOf } from './price-list.ts';
import { withoutNoise } from './without-noise.ts';

export interface EmbeddingLoad {
  readonly documents: number;
  readonly tokensPerDocument: number;
  readonly model: string;
}

/** US dollars for the whole load, and how many calls it takes. */
export interface EmbeddingCosts {
  readonly tokens: number;
  /** One call for each document, as it comes. */
  readonly realtime: { readonly usd: number; readonly calls: number };
  /** Documents packed into calls. */
  readonly batch: { readonly usd: number; readonly calls: number };
  /** By the provider's batch API, ready within a day; null where it gives no discount. */
  readonly providerBatch: { readonly usd: number } | null;
  readonly recommended: 'realtime' | 'batch';
}

const PER_MILLION = 1_000_000;
const DOCUMENTS_PER_CALL = 100;
/** What single calls cost beside their tokens, as the published cost model counts it: retries, connections, waiting. */
const REALTIME_OVERHEAD = 1.2;
/** Packing fewer is not worth the wait. */
const MAX_REALTIME_DOCUMENTS = 10;

/** What embedding documents costs, one by one and in batches. Fault `invalid-input` for a model without a price. */
export function compareEmbeddingCosts(load: EmbeddingLoad, list: PriceList): EmbeddingCosts {
  const { documents, tokensPerDocument, model } = load;
  const { inputUsd, batchDiscount } = priceOf(model, list);
  const tokens = documents * tokensPerDocument;
  const usd = (tokens * inputUsd) / PER_MILLION;
  return {
    tokens,
    realtime: { usd: withoutNoise(usd * REALTIME_OVERHEAD), calls: documents },
    batch: { usd: withoutNoise(usd), calls: Math.ceil(documents / DOCUMENTS_PER_CALL) },
    providerBatch: batchDiscount === undefined ? null : { usd: withoutNoise(usd * (1 - batchDiscount)) },
    recommended: documents > MAX_REALTIME_DOCUMENTS ? 'batch' : 'realtime',
  };
}
