import { costOf, isLocalModel } from '@ragfleet/pricing';
import type { CallAccount } from '../ports/accounts.ts';
import type { Embedder } from '../ports/models.ts';
import { mostOfTexts } from './estimate-tokens.ts';
import { type Metering, openMeteredCall } from './open-metered-call.ts';

/** The embedder with every request on somebody's bill, reserved before it is made. A local one costs nothing. */
export function meteredEmbedder(embedder: Embedder, account: CallAccount, metering: Metering): Embedder {
  const { model } = embedder;
  if (isLocalModel(model)) return embedder;
  return {
    ...embedder,
    embed: async (texts, purpose, signal) => {
      const call = await openMeteredCall(model, account, metering, mostOfTexts(texts));
      try {
        const embedded = await embedder.embed(texts, purpose, signal);
        await call.settle({ inputTokens: embedded.tokens, outputTokens: 0 });
        return embedded;
      } catch (error) {
        await call.fail(error);
        throw error;
      }
    },
  };
}

/** Books what a provider's batch has cost: it was accepted long ago, so nothing refuses it now. */
export async function bookEmbeddingBatch(
  { model, tokens }: { readonly model: string; readonly tokens: number },
  account: CallAccount,
  { ledger, prices }: Metering,
): Promise<void> {
  const usage = { embeddingModel: model, embeddingTokens: tokens, isBatch: true };
  const nothingElse = { model: null, inputTokens: 0, outputTokens: 0, vectorQueries: 0 };
  const { embeddingUsd } = costOf({ ...nothingElse, ...usage }, prices);
  if (embeddingUsd === 0) return;
  const call = await ledger.reserve({ account, model, usd: 0 });
  await call.settle({ inputUsd: embeddingUsd, outputUsd: 0 });
}
