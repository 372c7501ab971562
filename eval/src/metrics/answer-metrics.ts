import { type Calibration, calibrationOf, type GivenAnswer } from './calibration.ts';
import { median } from './median.ts';

/** What became of one question that the whole pipeline was asked. */
export interface AskedQuestion {
  readonly isAnswerable: boolean;
  /** Right texts, any of which will do. null: nobody said what the answer is. */
  readonly answers: readonly string[] | null;
  readonly relevant: ReadonlySet<string>;
  readonly answer: string;
  /** Documents, in the order of the citations. */
  readonly citedDocuments: readonly string[];
  /** The pipeline said that the documents do not answer it. */
  readonly isRefused: boolean;
  /** What the pipeline thinks of its answer, 0 to 1. */
  readonly confidence: number;
  readonly durationMs: number;
}

/** `contains`, `citedRight` and `unanswerableRefused` are shares, 0 to 1; 0 of nothing. */
export interface AnswerMetrics {
  readonly n: number;
  readonly contains: number;
  readonly citedRight: number;
  readonly meanWords: number;
  readonly unanswerableN: number;
  readonly unanswerableRefused: number;
  readonly p50Ms: number;
  /** Of every answer that is no refusal, to whatever question. Right is one that holds a right text and cites a relevant document first. */
  readonly calibration: Calibration;
}

const MAX_WORDS = 60;
const CITATION = /\[\d+\]/g;
// The articles and the punctuation of the SQuAD evaluation script.
const PUNCTUATION = /[!"#$%&'()*+,\-./:;<=>?@[\\\]^_`{|}~]/g;
const ARTICLES = /\b(?:a|an|the)\b/g;

export function answerMetrics(asked: readonly AskedQuestion[]): AnswerMetrics {
  const answerable = asked.filter(({ isAnswerable }) => isAnswerable);
  const unanswerable = asked.filter(({ isAnswerable }) => !isAnswerable);
  const words = answerable.map(({ answer }) => wordsIn(answer));
  return {
    n: answerable.length,
    contains: shareOf(answerable, containsAnswer),
    citedRight: shareOf(answerable, citesRight),
    meanWords: words.reduce((sum, count) => sum + count, 0) / (words.length || 1),
    unanswerableN: unanswerable.length,
    unanswerableRefused: shareOf(unanswerable, ({ isRefused }) => isRefused),
    p50Ms: median(asked.map(({ durationMs }) => durationMs)),
    calibration: calibrationOf(asked.filter(({ isRefused }) => !isRefused).map(givenAnswer)),
  };
}

const givenAnswer = (asked: AskedQuestion): GivenAnswer => ({
  confidence: asked.confidence,
  isRight: asked.isAnswerable && containsAnswer(asked) && citesRight(asked),
});

/** A right text as whole tokens in an answer of at most 60 words. */
function containsAnswer({ answer, answers }: AskedQuestion): boolean {
  if (wordsIn(answer) > MAX_WORDS) return false;
  const said = ` ${normalizedAnswer(answer.replace(CITATION, ' '))} `;
  return (answers ?? []).some((right) => {
    const wanted = normalizedAnswer(right);
    return wanted !== '' && said.includes(` ${wanted} `);
  });
}

function citesRight({ citedDocuments, relevant }: AskedQuestion): boolean {
  const [first] = citedDocuments;
  return first !== undefined && relevant.has(first);
}

/** As SQuAD compares answers: lower case, without punctuation and articles, single spaces. */
function normalizedAnswer(text: string): string {
  const plain = text.toLowerCase().replace(PUNCTUATION, '').replace(ARTICLES, ' ');
  return plain.split(/\s+/).filter(Boolean).join(' ');
}

const wordsIn = (text: string): number => text.split(/\s+/).filter(Boolean).length;

function shareOf<Item>(items: readonly Item[], holds: (item: Item) => boolean): number {
  return items.length === 0 ? 0 : items.filter(holds).length / items.length;
}
