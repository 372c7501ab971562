import type { Evaluation, Way } from '../evaluate.ts';
import type { MeasuredRanking } from '../measure-ranking.ts';
import { answerMetrics } from '../metrics/answer-metrics.ts';

/** One way of searching, as `--json` prints it. */
export interface WayReport {
  readonly ndcg_at_10: number;
  readonly recall_at_10: number;
  readonly recall_at_100: number;
  readonly mrr: number;
  readonly p50_ms: number;
}

export interface AnswersReport {
  readonly n: number;
  readonly contains: number;
  readonly cited_right: number;
  readonly mean_words: number;
  readonly unanswerable_n: number;
  readonly unanswerable_refused: number;
  readonly p50_ms: number;
  /** How far the confidence of answers can be trusted: the reliability table, and the expected calibration error. */
  readonly confidence: {
    readonly ece: number;
    readonly bins: readonly ConfidenceBin[];
  };
}

export interface ConfidenceBin {
  readonly from: number;
  readonly to: number;
  readonly n: number;
  readonly confidence: number;
  readonly accuracy: number;
}

export type Report = Readonly<Record<Way, WayReport>> & {
  readonly queries: number;
  /** Only where the data set says what a right answer is. */
  readonly answers?: AnswersReport;
};

/** Shares with four decimals, milliseconds with two. */
export function toReport({ queries, ways, asked }: Evaluation): Report {
  return {
    queries: queries.length,
    bm25_library: wayReport(ways.bm25_library),
    keyword: wayReport(ways.keyword),
    dense: wayReport(ways.dense),
    hybrid: wayReport(ways.hybrid),
    hybrid_rerank: wayReport(ways.hybrid_rerank),
    ...(asked.size > 0 && { answers: answersReport([...asked.values()]) }),
  };
}

const wayReport = ({ metrics, p50Ms }: MeasuredRanking): WayReport => ({
  ndcg_at_10: rounded(metrics.ndcgAt10, 4),
  recall_at_10: rounded(metrics.recallAt10, 4),
  recall_at_100: rounded(metrics.recallAt100, 4),
  mrr: rounded(metrics.mrr, 4),
  p50_ms: rounded(p50Ms, 2),
});

function answersReport(asked: Parameters<typeof answerMetrics>[0]): AnswersReport {
  const metrics = answerMetrics(asked);
  return {
    n: metrics.n,
    contains: rounded(metrics.contains, 4),
    cited_right: rounded(metrics.citedRight, 4),
    mean_words: rounded(metrics.meanWords, 1),
    unanswerable_n: metrics.unanswerableN,
    unanswerable_refused: rounded(metrics.unanswerableRefused, 4),
    p50_ms: rounded(metrics.p50Ms, 2),
    confidence: {
      ece: rounded(metrics.calibration.ece, 4),
      bins: metrics.calibration.bins.map(({ from, to, n, confidence, accuracy }) => ({
        from,
        to,
        n,
        confidence: rounded(confidence, 4),
        accuracy: rounded(accuracy, 4),
      })),
    },
  };
}

const rounded = (value: number, decimals: number): number => Number(value.toFixed(decimals));
