import { Fault } from '@ragfleet/kernel';
import type { Reranker, RerankPassage } from '@ragfleet/rag-core';
import { z } from 'zod';
import { postJson } from './post-json.ts';

export interface HttpRerankerOptions {
  /** The whole address of the endpoint, such as `https://api.cohere.com/v2/rerank`. */
  readonly url: string;
  readonly apiKey?: string;
  readonly model: string;
  /** How many passages one request may hold. */
  readonly maxPassages: number;
}

/** What Cohere, Jina and vLLM answer, as far as it is needed. */
const rerankReply = z.object({
  results: z.array(z.object({ index: z.number().int().min(0), relevance_score: z.number() })),
});

type Result = z.infer<typeof rerankReply>['results'][number];

// The service cuts what its model cannot read; this keeps a request small when a passage is no passage.
const MAX_CHARACTERS = 16_000;

/**
 * A reranker behind an HTTP endpoint in the style of Cohere: documents in, an index and a score for each out. Faults:
 * as the answer models'; `corrupt` for a reply that does not rank each document once. No retry of its own.
 */
export function createHttpReranker({ url, apiKey, model, maxPassages }: HttpRerankerOptions): Reranker {
  return {
    name: model,
    maxPassages,
    rerank: async (query, passages, signal) => {
      if (passages.length === 0) return [];
      const documents = passages.map(textOf);
      const body = { model, query, documents, top_n: documents.length };
      const reply = await postJson({ url, body, ...(apiKey !== undefined && { apiKey }) }, signal);
      const results = resultsOf(reply, passages.length);
      return inOrder(passages, results);
    },
  };
}

const textOf = ({ title, headings, text }: RerankPassage): string =>
  [title, ...headings.filter((heading) => heading !== title), text].join('\n').slice(0, MAX_CHARACTERS);

function resultsOf(reply: unknown, count: number): Result[] {
  const parsed = rerankReply.safeParse(reply);
  if (!parsed.success) throw new Fault('corrupt', 'The reranker did not send a list of results.');
  const { results } = parsed.data;
  const indexes = new Set(results.map(({ index }) => index));
  if (results.length !== count || indexes.size !== count || Math.max(...indexes) >= count)
    throw new Fault('corrupt', 'The reranker did not rank each passage once.');
  return results;
}

function inOrder(passages: readonly RerankPassage[], results: readonly Result[]) {
  const areLogits = results.some(({ relevance_score: score }) => score < 0 || score > 1);
  return results
    .toSorted((one, other) => other.relevance_score - one.relevance_score || one.index - other.index)
    .flatMap(({ index, relevance_score: score }) => {
      const passage = passages[index];
      return passage === undefined
        ? []
        : [{ passageId: passage.passageId, score: areLogits ? sigmoid(score) : score }];
    });
}

/** Some services send the model's raw scores; the order is the same. */
const sigmoid = (logit: number): number => 1 / (1 + Math.exp(-logit));
