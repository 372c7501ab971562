import { Fault, isFault, toFault } from '@ragfleet/kernel';
import type { Embedder } from '../ports/models.ts';
import { withinBudget } from '../search/within-budget.ts';
import type { CutPassage } from './cut-passages.ts';
import { packRequests } from './pack-requests.ts';

/** What became of each text: its vector, or why it has none. */
export type EmbeddedTexts = ReadonlyMap<string, Float32Array | Fault>;

const REQUEST_BUDGET_MS = 30_000;
const REQUESTS_IN_FLIGHT = 10;

/**
 * Embeds the passages of several documents in packed requests, equal texts once. A request that the embedder refuses
 * for its content is taken apart, so that one bad text costs itself alone; a fault that may pass is thrown.
 */
export async function embedPassages(
  embedder: Embedder,
  passages: readonly CutPassage[],
  signal: AbortSignal,
): Promise<EmbeddedTexts> {
  const unique = new Map(passages.map((passage) => [passage.embeddingText, passage]));
  const waiting = packRequests([...unique.values()], embedder);
  const embedded = new Map<string, Float32Array | Fault>();
  const takeRequests = async (): Promise<void> => {
    for (let request = waiting.shift(); request !== undefined; request = waiting.shift())
      for (const [text, vector] of await embedRequest(embedder, request, signal)) embedded.set(text, vector);
  };
  await Promise.all(Array.from({ length: REQUESTS_IN_FLIGHT }, takeRequests));
  return embedded;
}

async function embedRequest(
  embedder: Embedder,
  request: readonly CutPassage[],
  signal: AbortSignal,
): Promise<[string, Float32Array | Fault][]> {
  const texts = request.map(({ embeddingText }) => embeddingText);
  try {
    const { vectors } = await withinBudget(REQUEST_BUDGET_MS, signal, (within) =>
      embedder.embed(texts, 'passage', within),
    );
    return texts.map((text, at) => [text, vectors[at] ?? incomplete()]);
  } catch (error) {
    signal.throwIfAborted();
    const [first] = texts;
    if (!isFault(error, 'invalid-input', 'too-large')) throw error;
    if (first !== undefined && texts.length === 1) return [[first, toFault(error)]];
    return (await Promise.all(request.map((passage) => embedRequest(embedder, [passage], signal)))).flat();
  }
}

const incomplete = (): Fault => new Fault('corrupt', 'The embedder returned fewer vectors than texts.');
