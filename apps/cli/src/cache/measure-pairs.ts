import { Fault } from '@ragfleet/kernel';
import { countTokens, createRequestPacker, type Embedder } from '@ragfleet/rag-core';
import type { LabelledPair } from '@ragfleet/question-meaning';
import type { UnmeasuredPair } from './read-labelled-pairs.ts';

const REQUEST_TIMEOUT_MS = 60_000;

interface Text {
  readonly text: string;
  readonly embeddingTokens: number;
}

interface Measuring {
  readonly embedder: Embedder;
  readonly signal: AbortSignal;
  readonly onProgress: (embedded: number, all: number) => void;
}

/** How near the vectors of each pair are. Every text is embedded once, in requests as full as the model takes them. */
export async function measurePairs(
  pairs: readonly UnmeasuredPair[],
  measuring: Measuring,
): Promise<LabelledPair[]> {
  const vectors = await embedAll([...new Set(pairs.flatMap(({ a, b }) => [a, b]))], measuring);
  return pairs.map((pair) => ({
    ...pair,
    similarity: cosineOf(vectors.get(pair.a), vectors.get(pair.b)),
  }));
}

async function embedAll(
  texts: readonly string[],
  { embedder, signal, onProgress }: Measuring,
): Promise<ReadonlyMap<string, Float32Array>> {
  const vectors = new Map<string, Float32Array>();
  for (const request of requestsOf(texts, embedder)) {
    const within = AbortSignal.any([signal, AbortSignal.timeout(REQUEST_TIMEOUT_MS)]);
    const reply = await embedder.embed(
      request.map(({ text }) => text),
      'query',
      within,
    );
    request.forEach(({ text }, at) => {
      const vector = reply.vectors[at];
      if (vector !== undefined) vectors.set(text, vector);
    });
    onProgress(vectors.size, texts.length);
  }
  return vectors;
}

function* requestsOf(texts: readonly string[], embedder: Embedder): Generator<readonly Text[]> {
  const packer = createRequestPacker<Text>(embedder);
  for (const text of texts) {
    const full = packer.add({ text, embeddingTokens: countTokens(text) });
    if (full !== null) yield full;
  }
  const rest = packer.take();
  if (rest.length > 0) yield rest;
}

/** Vectors are of unit length. */
function cosineOf(one: Float32Array | undefined, other: Float32Array | undefined): number {
  if (one === undefined || other === undefined)
    throw new Fault('unavailable', 'The embedding model gave fewer vectors than texts. Try again.');
  return one.reduce((sum, value, at) => sum + value * (other[at] ?? 0), 0);
}
