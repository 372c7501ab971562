import { Fault } from '@ragfleet/kernel';
import { countTokens, type Embedder } from '@ragfleet/rag-core';
import type OpenAI from 'openai';
import { tokenCount } from '../vendor/token-usage.ts';
import { faultOf, type VendorFailures } from '../vendor/vendor-failure.ts';
import { type OpenAiService, openAiClient } from './openai-client.ts';
import { openAiFailures } from './openai-failures.ts';
import { embeddingSize, unitVector, vectorOf } from './vector-codec.ts';

export interface EmbedderLimits {
  readonly dimension: number;
  /** Lower for a service with smaller limits. */
  readonly maxTextsPerRequest?: number;
  readonly maxTokensPerRequest?: number;
  readonly maxTokensPerText?: number;
  readonly fusionWeight?: number;
  readonly semanticThreshold?: number;
}

export type OpenAiEmbedderOptions = OpenAiService & EmbedderLimits & { readonly model: string };

/** Embeddings from any OpenAI-compatible service, as unit vectors in the order asked for. No retry of its own. */
export const createOpenAiEmbedder = (options: OpenAiEmbedderOptions): Embedder =>
  embedderOver(openAiClient(options), options, {
    vendor: 'openai',
    name: options.model,
    failures: openAiFailures,
  });

interface EmbeddingSpace {
  readonly vendor: string;
  /** As the fleet names the vectors. */
  readonly name: string;
  readonly failures: VendorFailures;
}

/** The embedder over the SDK's client of any service. `model` is the service's name of it. */
export function embedderOver(
  client: OpenAI,
  options: EmbedderLimits & { readonly model: string },
  { vendor, name, failures }: EmbeddingSpace,
): Embedder {
  const { model, dimension } = options;
  const size = embeddingSize(model, dimension);
  return {
    model: name,
    vendor,
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
        const reply: EmbeddingReply | null = await client.embeddings.create(request, { signal });
        return { vectors: vectorsOf(reply, texts.length, dimension), tokens: tokensOf(reply, texts) };
      } catch (error) {
        throw faultOf(error, signal, failures);
      }
    },
  };
}

interface EmbeddingItem {
  readonly index: number;
  readonly embedding: string | readonly number[];
}

/** What a service answers, as far as it can be trusted: some send numbers though base64 was asked for, some no usage. */
interface EmbeddingReply {
  readonly data?: readonly EmbeddingItem[] | null;
  readonly usage?: { readonly total_tokens?: unknown };
}

/** Placed by `index`, not by arrival: one vector for each text, each of the right length, or a Fault `corrupt`. */
function vectorsOf(reply: EmbeddingReply | null, count: number, dimension: number): Float32Array[] {
  const data = reply?.data;
  if (data === undefined || data === null)
    throw new Fault('corrupt', 'The embedding service sent no list of vectors.');
  const byIndex = new Map(data.map(({ index, embedding }) => [index, vectorOf(embedding)]));
  const vectors = Array.from({ length: count }, (_text, index) => byIndex.get(index));
  const complete = vectors.filter((vector) => vector !== undefined);
  if (data.length !== count || complete.length !== count)
    throw new Fault('corrupt', 'The embedding service did not send one vector for each text.');
  if (complete.some((vector) => vector.length !== dimension))
    throw new Fault('corrupt', 'The embedding model has another dimension. Set the one that it has.');
  return complete.map(unitVector);
}

const tokensOf = (reply: EmbeddingReply | null, texts: readonly string[]): number =>
  tokenCount(reply?.usage?.total_tokens) ?? texts.reduce((sum, text) => sum + countTokens(text), 0);
