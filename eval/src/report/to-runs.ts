import type { DatasetDocument, DatasetId } from '../dataset/contract.ts';
import type { Evaluation } from '../evaluate.ts';

/** One JSON line per query, so that anyone can score the rankings and the answers. Ids are written as the data set writes them. */
export function toRuns({ queries, ways, asked }: Evaluation, documents: readonly DatasetDocument[]): string {
  const written = new Map<string, DatasetId>(documents.map(({ id }) => [String(id), id]));
  const idsOf = (ids: readonly string[]): DatasetId[] => ids.map((id) => written.get(id) ?? id);
  const lines = queries.map(({ id }) => {
    const key = String(id);
    const answer = asked.get(key);
    return JSON.stringify({
      id,
      keyword: idsOf(ways.keyword.rankings.get(key) ?? []),
      dense: idsOf(ways.dense.rankings.get(key) ?? []),
      hybrid: idsOf(ways.hybrid.rankings.get(key) ?? []),
      hybrid_rerank: idsOf(ways.hybrid_rerank.rankings.get(key) ?? []),
      ...(answer !== undefined && {
        answer: answer.answer,
        citations: idsOf(answer.citedDocuments),
        no_answer: answer.isRefused,
        confidence: answer.confidence,
      }),
    });
  });
  return `${lines.join('\n')}\n`;
}
