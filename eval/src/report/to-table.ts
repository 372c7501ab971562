import { WAYS } from '../evaluate.ts';
import type { Report } from './to-report.ts';

const NAME_WIDTH = 16;
const FIGURE_WIDTH = 11;

/** The report as lines for a person. */
export function toTable(report: Report): string {
  const rows = WAYS.map((way) => {
    const { ndcg_at_10, recall_at_10, recall_at_100, mrr, p50_ms } = report[way];
    return row(way, [
      ...[ndcg_at_10, recall_at_10, recall_at_100, mrr].map((share) => share.toFixed(4)),
      `${p50_ms}`,
    ]);
  });
  const head = row(`${report.queries} queries`, ['nDCG@10', 'recall@10', 'recall@100', 'MRR', 'p50 ms']);
  return [head, ...rows, ...answerLines(report)].join('\n');
}

function answerLines({ answers }: Report): string[] {
  if (answers === undefined) return [];
  const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
  return [
    '',
    `answers to ${answers.n} questions: ${percent(answers.contains)} contain a right text, ${percent(answers.cited_right)} cite a relevant document first, ${answers.mean_words} words on average`,
    `unanswerable ${answers.unanswerable_n}: ${percent(answers.unanswerable_refused)} refused; p50 ${answers.p50_ms} ms`,
    `expected calibration error ${answers.confidence.ece.toFixed(3)}:`,
    ...answers.confidence.bins.map(
      ({ from, to, n, confidence, accuracy }) =>
        `  confidence ${from.toFixed(1)} to ${to.toFixed(1)}: ${n} answers, ${confidence.toFixed(2)} on average, ${percent(accuracy)} right`,
    ),
  ];
}

const row = (name: string, figures: readonly string[]): string =>
  name.padEnd(NAME_WIDTH) + figures.map((figure) => figure.padStart(FIGURE_WIDTH)).join('');
