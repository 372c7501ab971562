import { Fault } from '@ragfleet/kernel';
import { countTokens, type Embedder } from '@ragfleet/rag-core';
import { type OpenAiService, openAiClient } from './openai-client.ts';
import { translateError } from './translate-error.ts';
import { embeddingSize, unitVector, vectorOf } from './vector-codec.ts';

export interface OpenAiEmbedderOptions extends OpenAiService {
  readonly model: string;
  readonly dimension: number;
  /** Lower for a service with smaller limits. */
  readonly maxTextsPerRequest?: number;
  readonly maxTokensPerRequest?: number;
  readonly maxTokensPerText?: number;
  readonly fusionWeight?: number;
  readonly semanticThreshold?: number;
}

/** What a service answers, as far as it can be trusted: some send numbers though base64 was asked for, some no usage. */
interface EmbeddingReply {
  readonly data?: readonly { readonly index: number; readonly embedding: string | readonly number[] }[];
  readonly usage?: { readonly total_tokens?: number };
}

/** Embeddings from any OpenAI-compatible service, as unit vectors in the order asked for. No retry of its own. */
export function createOpenAiEmbedder(options: OpenAiEmbedderOptions): Embedder {
  const client = openAiClient(options);
  const { model, dimension } = options;
  const size = embeddingSize(model, dimension);
  return {
    model,
    dimension,
    maxTextsPerRequest: options.maxTextsPerRequest ?? 2_048,
    // The service takes 300,000 by its own count, which is 1 % above ours for English.
    maxTokensPerRequest: options.maxTokensPerRequest ?? 294_000,
    maxTokensPerText: options.maxTokensPerText ?? 8_191,
    fusionWeight: options.fusionWeight ?? 0.6,
    semanticThreshold: options.semanticThreshold ?? 0.95,
    embed: async (texts, _purpose, signal) => {
      try {
        const request = { model, input: [...texts], encoding_format: 'base64' as const, ...size };
        const reply: EmbeddingReply = await client.embeddings.create(request, { signal });
        return { vectors: vectorsOf(reply, texts.length, dimension), tokens: tokensOf(reply, texts) };
      } catch (error) {
        throw translateError(error, signal);
      }
    },
  };
}

/** Placed by `index`, not by arrival: one vector for each text, each of the right length, or a Fault `corrupt`. */
function vectorsOf({ data }: EmbeddingReply, count: number, dimension: number): Float32Array[] {
  if (data === undefined) throw new Fault('corrupt', 'The embedding service sent no list of vectors.');
  const byIndex = new Map(data.map(({ index, embedding }) => [index, vectorOf(embedding)]));
  const vectors = Array.from({ length: count }, (_text, index) => byIndex.get(index));
  const complete = vectors.filter((vector) => vector !== undefined);
  if (data.length !== count || complete.length !== count)
    throw new Fault('corrupt', 'The embedding service did not send one vector for each text.');
  if (complete.some((vector) => vector.length !== dimension))
    throw new Fault('corrupt', 'The embedding model has another dimension. Set the one that it has.');
  return complete.map(unitVector);
}

const tokensOf = ({ usage }: EmbeddingReply, texts: readonly string[]): number =>
  usage?.total_tokens ?? texts.reduce((sum, text) => sum + countTokens(text), 0);
