import { canonicalAccess } from '@ragfleet/kernel';
import { canonicalQuestion } from '@ragfleet/question-meaning';
import type { WarmGroup, WarmableQuestion } from './warm-ports.ts';

/** One question, and the group that asks it. */
export type Turn = readonly [WarmGroup, WarmableQuestion];

/**
 * What was given before what people ask most, and of that nothing that was given. Every access gets its first question before
 * any gets its second: a budget that ends early ends for all alike.
 */
export function turnsOf(given: readonly WarmGroup[], popular: readonly WarmGroup[]): readonly Turn[] {
  const first = inTurns(given);
  const known = new Set(first.map(nameOf));
  return [...first, ...inTurns(popular).filter((turn) => !known.has(nameOf(turn)))];
}

function inTurns(groups: readonly WarmGroup[]): Turn[] {
  const longest = Math.max(0, ...groups.map(({ questions }) => questions.length));
  return Array.from({ length: longest }, (_, place) =>
    groups.flatMap((group): Turn[] => {
      const question = group.questions[place];
      return question === undefined ? [] : [[group, question]];
    }),
  ).flat();
}

/** What makes two turns one. A question that names no quality gets the standard one, unless the fleet is set otherwise. */
function nameOf([{ access }, { text, namespaces, quality, topK, model }]: Turn): string {
  const { tenantId } = access;
  const said = [canonicalQuestion(text), namespaces, quality ?? 'standard', topK, model];
  return JSON.stringify([tenantId, canonicalAccess(access), ...said]);
}
