import type { AnswerRequest } from '../ports/models.ts';

type History = AnswerRequest['history'];

/** Role and separators around one turn. */
export const TURN_TOKENS = 8;

/**
 * The turns that fit, the oldest left out first and none cut; an answer goes with its question. The last turn of the user
 * always stays: a follow-up means nothing without it.
 */
export function trimHistory(history: History, maxTokens: number, count: (text: string) => number): History {
  const costs = history.map(({ content }) => count(content) + TURN_TOKENS);
  const last = history.findLastIndex(({ role }) => role === 'user');
  let used = costs.reduce((sum, tokens) => sum + tokens, 0);
  const kept = history.filter((_, at) => {
    if (at === last || used <= maxTokens) return true;
    used -= costs[at] ?? 0;
    return false;
  });
  return kept.length === history.length ? kept : kept.slice(startOf(kept));
}

const startOf = (turns: History): number => {
  const first = turns.findIndex(({ role }) => role === 'user');
  return first < 0 ? turns.length : first;
};
