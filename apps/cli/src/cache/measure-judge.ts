import { isFault, toFault, withinBudget } from '@ragfleet/kernel';
import { costOf, type PriceList } from '@ragfleet/pricing';
import { isLeftToJudge, type AnswerModel, type MeaningVerdict } from '@ragfleet/rag-core';
import { canonicalQuestion, type LabelledPair } from '@ragfleet/question-meaning';

/** Who is asked, as the fleet's processes ask. */
export interface ChosenJudge {
  readonly model: Pick<AnswerModel, 'name' | 'judgeQuestions'>;
  readonly budgetMs: number;
}

/** How often a judge was right about the pairs that the cache would ask about. */
export interface JudgeRates {
  readonly model: string;
  readonly asked: number;
  /** Of the pairs that differ: called the same, each a wrong answer. */
  readonly wrongSame: number;
  /** Of the pairs that are the same: called different. */
  readonly wrongDifferent: number;
  readonly different: number;
  readonly same: number;
  readonly unsure: number;
  /** Late, or away. */
  readonly failed: number;
  readonly costUsd: number;
}

interface Measuring {
  readonly judge: ChosenJudge;
  readonly threshold: number;
  readonly prices: PriceList;
  readonly signal: AbortSignal;
}

/** Calls that are paid for: enough to tell 2 % from 5 %. */
const MAX_ASKED = 1_000;
const CONCURRENCY = 4;
const NOTHING_ELSE = { embeddingModel: null, embeddingTokens: 0, vectorQueries: 0 };

interface Judged {
  readonly isSame: boolean;
  readonly verdict: MeaningVerdict | 'failed';
  readonly usd: number;
}

/** Asks about the pairs that the cache would ask about, at most 1,000 of them. */
export async function measureJudge(
  pairs: readonly LabelledPair[],
  measuring: Measuring,
): Promise<JudgeRates> {
  const doubtful = pairs
    .filter(({ a, b, similarity }) =>
      isLeftToJudge(
        { one: canonicalQuestion(a), other: canonicalQuestion(b), similarity },
        measuring.threshold,
      ),
    )
    .slice(0, MAX_ASKED);
  const judged: Judged[] = [];
  const left = doubtful.values();
  const askOn = async (): Promise<void> => {
    for (const pair of left) judged.push(await judgedPair(pair, measuring));
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, askOn));
  const { name: model } = measuring.judge.model;
  const count = (isMeant: (one: Judged) => boolean): number => judged.filter(isMeant).length;
  return {
    model,
    asked: judged.length,
    wrongSame: count(({ isSame, verdict }) => !isSame && verdict === 'same'),
    wrongDifferent: count(({ isSame, verdict }) => isSame && verdict === 'different'),
    different: count(({ isSame }) => !isSame),
    same: count(({ isSame }) => isSame),
    unsure: count(({ verdict }) => verdict === 'unsure'),
    failed: count(({ verdict }) => verdict === 'failed'),
    costUsd: judged.reduce((sum, { usd }) => sum + usd, 0),
  };
}

async function judgedPair(
  { a, b, same: isSame }: LabelledPair,
  { judge: { model, budgetMs }, prices, signal }: Measuring,
): Promise<Judged> {
  const pair = { kept: canonicalQuestion(a), asked: canonicalQuestion(b) };
  try {
    const judgment = await withinBudget(budgetMs, signal, async (within) =>
      model.judgeQuestions?.(pair, within),
    );
    if (judgment === undefined) return { isSame, verdict: 'failed', usd: 0 };
    const { verdict, usage } = judgment;
    return {
      isSame,
      verdict,
      usd: costOf({ model: model.name, ...usage, ...NOTHING_ELSE }, prices).totalUsd,
    };
  } catch (error) {
    signal.throwIfAborted();
    // A wrong key or a wrong name fails every time.
    if (isFault(error, 'invalid-input')) throw toFault(error);
    return { isSame, verdict: 'failed', usd: 0 };
  }
}
