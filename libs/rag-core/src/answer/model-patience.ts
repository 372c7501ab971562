import type { QueryContext } from './query-context.ts';

/** What the next model costs beside waiting for this one: its first word, and an answer of fewer passages. */
const NEXT_MODEL_MS = 500;
/** What is kept free for the answer itself. */
const ANSWER_MS = 3_000;

/**
 * How long a model that refuses may keep the question waiting: no longer than going to the next one takes, and never so
 * long that no time for an answer is left. Negative when there is none left already.
 */
export function patienceMs({ question, ports }: QueryContext, hasNextModel: boolean): number {
  const { deadlineAtMs = Number.POSITIVE_INFINITY } = question;
  const untilAnswerMs = deadlineAtMs - ports.clock.nowMs() - ANSWER_MS;
  return hasNextModel ? Math.min(NEXT_MODEL_MS, untilAnswerMs) : untilAnswerMs;
}
