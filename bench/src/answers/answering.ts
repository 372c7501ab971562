import type { QueryResult } from '@ragfleet/contracts';
import type { QueryHandler } from '@ragfleet/job-queue';
import { BENCH_PLACE } from './cache-place.ts';
import { sampleAnswer } from './sample-answer.ts';

export const answerOf = (at: number): string => sampleAnswer(at, BENCH_PLACE).entry.result.answer;

/** An answer with what it cites, as a client reads it. */
export function sampleResult(): QueryResult {
  const { answer, citations } = sampleAnswer(1, BENCH_PLACE).entry.result;
  const cited = citations.map(({ documentId, passageId, ...rest }) => ({
    ...rest,
    document_id: documentId,
    chunk_id: passageId,
  }));
  return resultOf(answer, cited);
}

/** Says its answer in so many pieces, each an event of its own, and cites. */
export function answering(pieces: number): QueryHandler {
  const result = sampleResult();
  const { answer, citations: cited } = result;
  const size = Math.ceil(answer.length / pieces);
  return async ({ events }) => {
    for (let from = 0; from < answer.length; from += size) {
      events.append('token', { text: answer.slice(from, from + size), run: 1 });
      await events.flush();
    }
    for (const citation of cited) events.append('citation', citation);
    return { status: 'succeeded', result };
  };
}

const resultOf = (answer: string, citations: QueryResult['citations']): QueryResult => ({
  answer,
  citations,
  model: 'gpt-4o',
  confidence: 0.87,
  usage: { input_tokens: 4_030, output_tokens: 500, embedding_tokens: 30 },
  cost_usd: 0.0150756,
  cache: { status: 'miss', tier: null, similarity: null, age_seconds: null, retrieval: 'miss' },
  degradation: { level: 'full', reasons: [] },
  warnings: [],
  timings_ms: {
    queue_wait: 3,
    guard: 1,
    cache: 1,
    embed: 90,
    search: 40,
    fetch: 4,
    generate: 1_800,
    total: 1_940,
  },
});
