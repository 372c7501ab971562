import { Fault, isFault, toFault, withinBudget } from '@ragfleet/kernel';
import type { Embedder } from '../../ports/models.ts';
import { firstTokens } from '../../tokens/first-tokens.ts';

/** A text's vector, or why it has none. */
export type Embedded = Float32Array | Fault;

export interface TextToEmbed {
  readonly text: string;
  readonly embeddingTokens: number;
}

/** All attempts of one request and the waits that the provider asks for in between; each attempt has its own limit. */
const REQUEST_BUDGET_MS = 240_000;

/**
 * One vector for each text, in order. A request that the embedder refuses for its content is halved until the bad text
 * stands alone, so that it costs itself and not its neighbors. Throws every other fault. `onBilled` hears what the
 * provider counted, beside what we counted.
 */
export async function embedRequest(
  embedder: Embedder,
  texts: readonly TextToEmbed[],
  signal: AbortSignal,
  onBilled: (providerTokens: number, ownTokens: number) => void = () => {},
): Promise<Embedded[]> {
  if (texts.length === 0) return [];
  try {
    const inputs = texts.map((text) => withinLimit(text, embedder.maxTokensPerText));
    const { vectors, tokens } = await withinBudget(REQUEST_BUDGET_MS, signal, (within) =>
      embedder.embed(inputs, 'passage', within),
    );
    onBilled(
      tokens,
      texts.reduce((sum, { embeddingTokens }) => sum + embeddingTokens, 0),
    );
    return texts.map((_text, at) => vectors[at] ?? incomplete());
  } catch (error) {
    signal.throwIfAborted();
    if (!isFault(error, 'invalid-input', 'too-large')) throw error;
    if (texts.length === 1) return [toFault(error)];
    const half = Math.ceil(texts.length / 2);
    const first = await embedRequest(embedder, texts.slice(0, half), signal, onBilled);
    return [...first, ...(await embedRequest(embedder, texts.slice(half), signal, onBilled))];
  }
}

/** Embedders count otherwise than we do: a text that may be too long for one is cut at the end of a word. */
function withinLimit({ text, embeddingTokens }: TextToEmbed, maxTokens: number): string {
  return embeddingTokens <= maxTokens ? text : firstTokens(text, maxTokens);
}

const incomplete = (): Fault => new Fault('corrupt', 'The embedder returned fewer vectors than texts.');
