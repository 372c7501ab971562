import { setImmediate } from 'node:timers/promises';
import {
  type AnswerDelta,
  type AnswerModel,
  type AnswerRequest,
  countTokens,
  NO_ANSWER_TEXT,
} from '@ragfleet/rag-core';
import { weigh } from './answer/evidence.ts';
import { expectationOf } from './answer/expectations.ts';
import { judge } from './answer/judge.ts';
import { termsInConversation } from './answer/question-terms.ts';
import { statementsOf } from './answer/statements.ts';
import { rewriteFollowUp } from './follow-up/rewrite-follow-up.ts';
import { citedText, selectStatements } from './answer/write-answer.ts';

interface LocalAnswer {
  readonly text: string;
  readonly confidence: number;
  readonly isRefusal: boolean;
}

// Less likely than this, what was found is about something else. Chosen on the tuning sets: of ten questions that can be
// answered it refuses one, of ten that cannot seven.
const MIN_LIKELIHOOD = 0.36;
const MAX_REFUSAL_CONFIDENCE = 0.19;
const WORDS_PER_DELTA = 6;

/**
 * Answers with the passages' own sentences: up to three, under 60 words, cited. It writes nothing of its own and
 * needs no key and no network; when the passages do not speak of what is asked, it says so.
 */
export function createLocalAnswerModel(): AnswerModel {
  return {
    name: 'local-extractive',
    contextWindowTokens: 32_768,
    answer: async function* (request, signal) {
      signal.throwIfAborted();
      const answer = answerFrom(request);
      for (const text of deltasOf(answer.text)) {
        await setImmediate(undefined, { signal }).catch(() => signal.throwIfAborted());
        yield { type: 'text', text };
      }
      yield finishOf(request, answer);
    },
    rewriteFollowUp: async (followUp, signal) => {
      signal.throwIfAborted();
      return { question: rewriteFollowUp(followUp), usage: { inputTokens: 0, outputTokens: 0 } };
    },
  };
}

function answerFrom({ passages, ...followUp }: AnswerRequest): LocalAnswer {
  const question = rewriteFollowUp(followUp);
  // What no rule rewrites borrows the words of the question before.
  const terms = termsInConversation(question, question === followUp.question ? followUp.history : []);
  const ranked = judge(weigh(statementsOf(passages), terms, expectationOf(question)));
  const likelihood = ranked[0]?.likelihood ?? 0;
  if (likelihood < MIN_LIKELIHOOD) {
    const confidence = MAX_REFUSAL_CONFIDENCE * (likelihood / MIN_LIKELIHOOD);
    return { text: NO_ANSWER_TEXT, confidence, isRefusal: true };
  }
  return { text: citedText(selectStatements(ranked, terms)), confidence: likelihood, isRefusal: false };
}

function finishOf(request: AnswerRequest, { text, confidence, isRefusal }: LocalAnswer): AnswerDelta {
  const prompt = [
    request.question,
    ...request.history.map(({ content }) => content),
    ...request.passages.map((passage) => passage.text),
  ];
  const usage = { inputTokens: countTokens(prompt.join('\n')), outputTokens: countTokens(text) };
  return { type: 'finish', reason: isRefusal ? 'refusal' : 'stop', usage, confidence };
}

/** A few words at a time, so that whoever streams it is exercised as a remote model would. */
function deltasOf(text: string): string[] {
  const words = text.match(/\S+\s*/g) ?? [];
  const deltas: string[] = [];
  for (let at = 0; at < words.length; at += WORDS_PER_DELTA)
    deltas.push(words.slice(at, at + WORDS_PER_DELTA).join(''));
  return deltas;
}
