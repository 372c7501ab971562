import { z } from 'zod';

/** US dollars per million tokens. */
export interface TokenRates {
  readonly inputUsd: number;
  readonly outputUsd: number;
  /** Input that the vendor had kept from an earlier call. Without it, it costs like any other input. */
  readonly cachedInputUsd?: number;
  /** Input that the vendor keeps for later calls, where that costs extra. */
  readonly cacheWriteUsd?: number;
}

export interface ModelPrice extends TokenRates {
  /** What the vendor's batch API takes off, 0 to 1. */
  readonly batchDiscount?: number;
  /** The rates of a whole call whose input is longer than this. */
  readonly longPrompt?: TokenRates & { readonly aboveTokens: number };
  /** Where the number needs a word of explanation. */
  readonly note?: string;
}

const usd = z.number().min(0);

const rates = {
  inputUsd: usd,
  outputUsd: usd,
  cachedInputUsd: usd.exactOptional(),
  cacheWriteUsd: usd.exactOptional(),
};

/** A price as a data file or a deployment's configuration writes it. */
export const modelPrice: z.ZodType<ModelPrice> = z.strictObject({
  ...rates,
  batchDiscount: z.number().min(0).max(1).exactOptional(),
  longPrompt: z.strictObject({ ...rates, aboveTokens: z.int().min(1) }).exactOptional(),
  note: z.string().exactOptional(),
});

/** What one call with so much input is charged by. */
export function ratesFor(price: ModelPrice, inputTokens: number): TokenRates {
  const { longPrompt } = price;
  return longPrompt !== undefined && inputTokens > longPrompt.aboveTokens ? longPrompt : price;
}
