import { createInMemorySemanticIndex } from '@ragfleet/test-support';
import type { Question } from '../ports/answers.ts';
import type { AnswerModel, Embedder } from '../ports/models.ts';
import type { JudgeOutcome } from '../ports/operations.ts';
import type { JudgeQuestions, MeaningVerdict, QuestionPair } from '../ports/question-judge.ts';
import {
  type Bench,
  bench,
  memoryCache,
  passage,
  PATIENT_SETTINGS,
  question,
  says,
  scriptedModel,
  type StoredPassage,
} from './answer-question.fixture.ts';

export const FORM = passage('form', 'For a scorched widget, file leave form 7 with the harbour office.');
export const ASKED = question('Which leave form is filed for a scorched widget?');
export const REWORDED: Question = { ...ASKED, text: 'Which leave form is filed for a singed widget?' };

/** Near enough to be looked at, too far to be believed: words of one meaning and of another lie alike. */
const ANGLES: Readonly<Record<string, number>> = { scorched: 0, frosted: 0.3, speckled: 0.6 };
const near: Embedder['embed'] = async (texts) => ({
  vectors: texts.map((text) => {
    const word = Object.keys(ANGLES).find((one) => text.includes(one)) ?? '';
    const angle = ANGLES[word] ?? 0.3;
    return Float32Array.of(Math.cos(angle), Math.sin(angle));
  }),
  tokens: 0,
});

export interface JudgedBench extends Bench {
  readonly pairs: QuestionPair[];
  readonly outcomes: JudgeOutcome[];
}

interface Judging {
  readonly stored?: readonly StoredPassage[];
  /** null for a model that cannot. */
  readonly judge?: JudgeQuestions | null;
  readonly premium?: AnswerModel;
  readonly others?: readonly AnswerModel[];
  readonly model?: string | null;
  readonly elsewhere?: ReadonlySet<string>;
  readonly budgetMs?: number;
}

export const saying =
  (verdict: MeaningVerdict): JudgeQuestions =>
  async () => ({ verdict, usage: { inputTokens: 1_000, outputTokens: 1 } });

const USUAL: Judging = {};

export function judged({
  stored = [FORM],
  judge = saying('same'),
  premium,
  others = [],
  model = null,
  elsewhere = new Set(),
  budgetMs = 10_000,
}: Judging = USUAL): JudgedBench {
  const [pairs, outcomes]: [QuestionPair[], JudgeOutcome[]] = [[], []];
  const cache = { ...memoryCache(), semantic: createInMemorySemanticIndex() };
  const { ports, spans, decisions } = bench([]);
  const { embedder, telemetry } = ports;
  const judgeQuestions =
    judge === null
      ? undefined
      : (pair: QuestionPair, signal: AbortSignal) => {
          pairs.push(pair);
          return judge(pair, signal);
        };
  const answering = {
    ...scriptedModel('gpt-4o-mini', says('File form 7 [1].')),
    ...(judgeQuestions !== undefined && { judgeQuestions }),
  };
  const at = bench(stored, {
    cache,
    embedder: { ...embedder, semanticThreshold: 0.8, embed: near },
    models: { standard: answering, premium: premium ?? answering, fallbacks: [], others, elsewhere },
    telemetry: { ...telemetry, neighborJudged: (_tenantId, outcome) => void outcomes.push(outcome) },
    settings: { ...PATIENT_SETTINGS, cache: { ...PATIENT_SETTINGS.cache, judge: { model, budgetMs } } },
  });
  return Object.assign(at, { cache, pairs, outcomes, spans, decisions });
}
