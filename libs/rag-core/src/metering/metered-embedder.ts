import { isLocalModel } from '@ragfleet/pricing';
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
