import { createHash } from 'node:crypto';
import type { AnswerModel, MeaningVerdict, QuestionPair } from '@ragfleet/rag-core';
import { JUDGE } from '../prices.ts';

/** How often a judge is wrong. An assumption, not a measurement of a model. */
export interface JudgeError {
  /** Share of the pairs of different meaning that it calls the same. */
  readonly wrongSame: number;
  /** Share of the pairs of one meaning that it calls different. */
  readonly wrongDifferent: number;
}

export interface JudgeDoubleOptions {
  readonly error: JudgeError;
  readonly seed: number;
  /** The meaning of a canonical question of a tenant. */
  readonly labelOf: (tenantId: string, question: string) => string | undefined;
}

/** Knows what is meant, but for a share of the pairs, drawn once: asked again, it errs again. */
export function createJudgeDouble({ error, seed, labelOf }: JudgeDoubleOptions): AnswerModel {
  const verdictOn = ({ kept, asked, account }: QuestionPair): MeaningVerdict => {
    const [one, other] = [kept, asked].map((text) => labelOf(account?.tenantId ?? '', text));
    const isSame = one !== undefined && one === other;
    const isWrong = chanceOf([String(seed), kept, asked]) < (isSame ? error.wrongDifferent : error.wrongSame);
    return isSame === isWrong ? 'different' : 'same';
  };
  return {
    name: JUDGE.model,
    contextWindowTokens: 128_000,
    answer: () => {
      throw new Error('The judge answers no question.');
    },
    judgeQuestions: async (pair) => ({
      verdict: verdictOn(pair),
      usage: { inputTokens: JUDGE.inputTokens, outputTokens: JUDGE.outputTokens },
    }),
  };
}

/** 0 to 1, the same for the same parts. */
const chanceOf = (parts: readonly string[]): number =>
  createHash('sha256').update(parts.join('\n')).digest().readUInt32BE() / 2 ** 32;
