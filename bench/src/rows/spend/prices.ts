import { costOf, PRICE_LISTS, type PriceList } from '@ragfleet/pricing';

/** The cost model's query: tokens as it counts them, on the model that it routes everything to. */
export const TOKENS = { question: 30, context: 4_000, answer: 500 } as const;
export const MODEL = 'gpt-4o';
/** What simple questions are routed to where routing is on. */
export const SMALL_MODEL = 'gpt-4o-mini';
export const QUERIES_A_DAY = 50_000;

/** The cost model's own list, whatever the fleet charges by today. */
export const PRICES: PriceList = PRICE_LISTS['2025-11'];

const costWith = (model: string, contextTokens: number) =>
  costOf(
    {
      model,
      inputTokens: TOKENS.question + contextTokens,
      outputTokens: TOKENS.answer,
      embeddingModel: 'text-embedding-3-small',
      embeddingTokens: TOKENS.question,
      vectorQueries: 0,
    },
    PRICES,
  );

/** One embedding and one generation, with so many tokens of passages in the prompt. */
export const queryUsd = (model: string, contextTokens: number = TOKENS.context): number =>
  costWith(model, contextTokens).totalUsd;

export const EMBEDDING_USD: number = costWith(MODEL, TOKENS.context).embeddingUsd;
/** $0.0150756. */
export const UNCACHED_USD: number = queryUsd(MODEL);

/** Who is asked whether two questions mean the same: the prompt that the product makes of them, and one token. */
export const JUDGE = { model: 'gpt-4o-mini', inputTokens: 267, outputTokens: 1 } as const;
